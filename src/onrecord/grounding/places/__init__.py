"""Places: a gazetteer in the package, the names of places in a text, and which place each of them is."""
