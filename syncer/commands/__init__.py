"""The commands of `tagus-syncer`, one module each, imported when they are asked for."""
