"""The machines that hold conversations. A machine draws, sends and records; it asserts nothing."""
