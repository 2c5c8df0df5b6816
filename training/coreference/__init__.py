"""The scorer of coreference: its tables compiled, taught, measured, written."""
