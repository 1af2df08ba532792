"""`python -m syncer` is `tagus-syncer`."""

from syncer.cli import main

main()
