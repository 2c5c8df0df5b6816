"""The day on which a page was published: every date on it as evidence, and what each is worth."""
