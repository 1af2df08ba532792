"""`python -m simulator` is the command `tagus-simulator`."""

from simulator.cli import main

main()
