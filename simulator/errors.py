"""The ways in which the simulator says "this is not an Exchange or CRM answer".

What Exchange would answer is never raised from here: it belongs to `simulator.exchange.errors` (one entry of a
request) or `simulator.soap.faults` (the whole request).
"""


class NotSimulated(Exception):
    """A real server would answer this and the simulator does not know how yet.

    It becomes HTTP 501 with this text in plain sight, so that a gap is never taken for an answer of Exchange or CRM.
    """

    def __init__(self, what: str) -> None:
        """`what` names the operation, property or value that is missing."""
        super().__init__(what)
        self.what = what


class SimulatorMisuse(Exception):
    """The person or program driving the simulator asked for something that makes no sense.

    The text is one line that says what to do. Command lines print it and exit with 2, the control plane answers 400.
    """
