"""The servers that can be judged: one file each, listed here."""

from conformance.target import Kind
from conformance.targets import real, simulator

TARGETS: tuple[Kind, ...] = (simulator.KIND, real.KIND)
