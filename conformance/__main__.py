"""python -m conformance is tagus-conformance."""

from conformance.cli import main

if __name__ == "__main__":
    main()
