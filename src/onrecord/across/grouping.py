"""Groups of things that are one, as scores of pairs say: tellings of a deed, retellings of an utterance, claims of a deal."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

_T = TypeVar("_T")


def join_best_first(
    items: Sequence[_T], pairs: Iterable[tuple[float, int, int]], may_join: Callable[[Sequence[_T], Sequence[_T]], bool]
) -> list[list[_T]]:
    """Things in groups that each are one: the pair that fits best is joined first, with the groups in which its two already stand.

    Args:
        items: in their order.
        pairs: how well two items fit, and their numbers; of pairs that fit alike the one of lower numbers is first.
        may_join: whether two groups may be one.

    Returns:
        The groups in the order of their first items, the items of each in their order.
    """
    group_of = list(range(len(items)))
    members = {i: [i] for i in group_of}
    for _, i, j in sorted((-score, i, j) for score, i, j in pairs):
        x, y = sorted((group_of[i], group_of[j]))
        if x != y and may_join([items[k] for k in members[x]], [items[k] for k in members[y]]):
            for k in members[y]:
                group_of[k] = x
            members[x] += members.pop(y)
    return [[items[k] for k in sorted(members[x])] for x in sorted(members)]
