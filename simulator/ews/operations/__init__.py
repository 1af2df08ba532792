"""The EWS operations. To add one: a file here and a line in `OPERATIONS`."""

from simulator.ews.operation import Operation

OPERATIONS: tuple[Operation, ...] = ()
"""Every operation the simulator answers."""
