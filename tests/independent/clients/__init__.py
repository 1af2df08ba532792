"""Other people's clients, as they are installed, against the simulator as a process. They run with `tox -e clients`."""
