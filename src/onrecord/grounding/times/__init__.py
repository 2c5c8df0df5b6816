"""Time expressions: found in the text, read without a day, then anchored to one."""
