"""Training of the head that reads clauses and events."""
