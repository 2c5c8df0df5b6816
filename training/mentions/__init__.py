"""The head that finds mentions: the view of the encoder's lower layers that it reads, its training, and what it reaches."""
