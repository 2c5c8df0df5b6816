"""What the package's weights are trained with; nothing of it is needed to read a page."""
