"""Who is meant: names, roles and pronouns joined to actors, and what hangs on a statement."""
