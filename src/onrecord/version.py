"""The version of the program; a record names it, and the same version gives the same record."""

__version__ = "0.1.0"
