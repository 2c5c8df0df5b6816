"""Test corpora of our own: short passages in mark-up, and the JSON Lines that are made from them."""
