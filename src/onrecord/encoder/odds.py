"""Shares as log odds, by which what several readers say is added up."""

import math


def logit(share: float) -> float:
    """The log odds of a share, bounded at those of 0.001 and 0.999."""
    share = min(0.999, max(0.001, share))
    return math.log(share / (1 - share))
