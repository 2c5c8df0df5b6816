"""Which earlier mentions each one is compared with, and what the comparison says: one row of numbers a pair.

A mention is compared with the nearest before it, the latest of each name that the text used lately, and the latest that share its words:
never with more than MOST, so that a page costs in proportion to its mentions.
"""

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from onrecord.coreference.pronouns import GROUPS
from onrecord.coreference.traits import BEFORE, FORMS, GENDERS, LEADS, NEXT, NOUNS, Traits

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

NEAREST: Final = (20, 30, 30)  # mentions before a name, a description, a pronoun
NAMES: Final = 16
MOST: Final = max(NEAREST) + NAMES + 16
ALIKE: Final = 0.65  # of the letters of two spellings of one name
_SHARED: Final = ("full", "head", "name", "last", "first", "alias", "short", "initials")

_SIZES: Final = {
    "form": len(FORMS), "group": len(GROUPS) + 1, "plural": 3, "gender": len(GENDERS), "noun": len(NOUNS), "lead": len(LEADS), "next": len(NEXT),
    "before": len(BEFORE), "capitals": 2, "possessive": 2, "reflexive": 2, "joined": 2, "opens": 2, "title": 2, "words": 5,
}  # fmt: skip
_NEAR: Final = (1, 2, 3, 4, 6, 9, 14, 22, 36, 80)  # mentions apart
_SENTENCES: Final = (0, 1, 2, 3, 5, 9, 20)
_PARAGRAPHS: Final = (0, 1, 2, 4, 9)
_CHARACTERS: Final = (0, 3, 12, 40, 120, 400)


def candidates(traits: Traits) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Pairs (mention, earlier mention), mentions in order and earlier ones in order within each; shape (pairs,) both."""
    import numpy as np

    count = len(traits)
    mentions: list[int] = []
    earlier: list[int] = []
    lately: OrderedDict[int, int] = OrderedDict()  # entity → its latest mention
    latest: dict[tuple[str, int], int] = {}
    shared = [(name, traits.columns[name].tolist()) for name in _SHARED]
    entity, form = traits.columns["entity"].tolist(), traits.columns["form"].tolist()
    for i in range(count):
        lower = max(0, i - NEAREST[form[i]])
        found = set(range(lower, i))
        if form[i] != 2:
            for name, values in shared:
                value = values[i]
                if value >= 0:
                    for key in ((name, value), (_TWIN.get(name, name), value)):
                        if key in latest:
                            found.add(latest[key])
        before = 0
        for number in reversed(lately):
            if lately[number] < lower:
                found.add(lately[number])
                before += 1
                if before >= NAMES:
                    break
        mentions += [i] * len(found)
        earlier += sorted(found)
        for name, values in shared:
            if values[i] >= 0:
                latest[name, values[i]] = i
        if entity[i] >= 0:
            lately[entity[i]] = i
            lately.move_to_end(entity[i])
            if len(lately) > 4 * MOST:
                lately.popitem(last=False)
    pair = np.array(mentions, np.int64), np.array(earlier, np.int64)
    kept = ~_hopeless(traits, *pair)
    return pair[0][kept], pair[1][kept]


def _hopeless(traits: Traits, i: "NDArray[np.int64]", j: "NDArray[np.int64]") -> "NDArray[np.bool_]":
    """Pairs that nothing can join: names that share nothing, names that share only a first or only a family name, "he" and "she"."""
    import numpy as np

    c = traits.columns
    named = np.flatnonzero((c["entity"][i] >= 0) & (c["entity"][j] >= 0))
    a, b = i[named], j[named]
    ta, tb = traits.tokens[a], traits.tokens[b]
    shared = ((ta[:, :, None] == tb[:, None, :]) & (ta[:, :, None] >= 0)).any((1, 2))

    def same(name: str, other: str) -> "NDArray[np.bool_]":
        found: NDArray[np.bool_] = (c[name][a] >= 0) & (c[name][a] == c[other][b])
        return found

    linked = shared | same("alias", "alias") | same("short", "initials") | same("initials", "short")
    open_ = np.flatnonzero(~linked)
    linked[open_] = (traits.spelling[a[open_]] * traits.spelling[b[open_]]).sum(1) > ALIKE
    family = (c["words"][a] > 1) & (c["words"][b] > 1) & same("last", "last") & ~same("first", "first")
    family &= ~(ta == c["first"][b][:, None]).any(1) & ~(tb == c["first"][a][:, None]).any(1)
    given = (c["words"][a] > 1) & (c["words"][b] > 1) & same("first", "first") & ~same("last", "last") & (c["gender"][a] > 0)
    given &= ~(ta == c["last"][b][:, None]).any(1) & ~(tb == c["last"][a][:, None]).any(1)
    part = (c["alias"][a] >= 0) != (c["alias"][b] >= 0)  # "Arkel" is known for a place, "Arkel Bay" is not: another
    part &= (c["words"][a] != c["words"][b]) & (np.where(c["alias"][a] >= 0, c["words"][a], c["words"][b]) < np.maximum(c["words"][a], c["words"][b]))
    found: NDArray[np.bool_] = (c["group"][i] > 0) & (c["gender"][i] > 0) & (c["gender"][j] > 0) & (c["gender"][i] != c["gender"][j])
    found[named] |= ~linked | family | given | part
    return found


_TWIN: Final = {"short": "initials", "initials": "short", "first": "last", "last": "first"}


def mention_rows(traits: Traits) -> "NDArray[np.float32]":
    """What is said of each mention by itself: shape (mentions, WIDTH_MENTION)."""
    import numpy as np

    parts = [np.eye(size, dtype=np.float32)[traits.columns[name]] for name, size in _SIZES.items()]
    sentence, size = traits.columns["sentence"], traits.columns["size"]
    quoted = traits.columns["quotation"] % 2
    parts.append(
        np.stack(
            [quoted, np.log1p(size), np.log1p(traits.columns["order"]), np.log1p(sentence) / 3, traits.columns["depth"],
             _seen(traits.columns["entity"]), _seen(traits.columns["head"])], axis=1,
        ).astype(np.float32)
    )  # fmt: skip
    return np.concatenate(parts, axis=1)


def _seen(values: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """How often each value stood before, as a logarithm."""
    import numpy as np

    order = np.argsort(values, kind="stable")
    ordered = values[order]
    new = np.flatnonzero(np.diff(ordered, prepend=ordered[0] - 1)) if len(ordered) else order
    counts = np.empty(len(values), np.int64)
    counts[order] = np.arange(len(values)) - np.repeat(new, np.diff(np.append(new, len(values))))
    return np.where(values >= 0, np.log1p(counts), 0.0)


def pair_rows(traits: Traits, i: "NDArray[np.int64]", j: "NDArray[np.int64]") -> "NDArray[np.float32]":
    """What is said of each pair (mention i, earlier mention j): shape (pairs, WIDTH_PAIR)."""
    import numpy as np

    c = traits.columns

    def same(name: str, other: str | None = None) -> "NDArray[np.bool_]":
        found: NDArray[np.bool_] = (c[name][i] >= 0) & (c[name][i] == c[other or name][j])
        return found

    def steps(values: "NDArray[np.int64]", at: tuple[int, ...]) -> "NDArray[np.bool_]":
        found: NDArray[np.bool_] = np.eye(len(at) + 1, dtype=np.bool_)[np.searchsorted(np.array(at), values)]
        return found

    ti, tj = traits.tokens[i], traits.tokens[j]
    common = (ti[:, :, None] == tj[:, None, :]) & (ti[:, :, None] >= 0)
    shared = common.any(2).sum(1)
    ni, nj = (ti >= 0).sum(1), (tj >= 0).sum(1)
    head_i, head_j = c["head"][i], c["head"][j]
    rest = ((traits.rest[i][:, :, None] == traits.rest[j][:, None, :]) & (traits.rest[i][:, :, None] >= 0)).any(2).sum(1)
    gi, gj, pi, pj = c["gender"][i], c["gender"][j], c["plural"][i], c["plural"][j]
    person_i, person_j = _person(c, i), _person(c, j)
    name_i, name_j = c["form"][i] == 0, c["form"][j] == 0
    spelling = (traits.spelling[i] * traits.spelling[j]).sum(1)
    names = name_i & name_j
    strong = names & (same("name") | same("alias") | same("short", "initials") | same("initials", "short") | same("short"))
    partial = names & ~strong & (shared > 0) & (shared == np.minimum(ni, nj))
    clash = names & ~strong & (shared > 0) & ~partial
    alike = names & ~strong & (shared == 0) & (spelling > ALIKE)
    apart = names & ~strong & (shared == 0) & ~alike
    gap = traits.start[i] - traits.end[j]
    inside = (traits.start[j] <= traits.start[i]) & (traits.end[i] <= traits.end[j])
    holds = (traits.start[i] <= traits.start[j]) & (traits.end[j] <= traits.end[i])
    quote_i, quote_j = c["quotation"][i], c["quotation"][j]
    beside = (gap >= 0) & (gap <= 3)
    one_sentence = c["sentence"][i] == c["sentence"][j]
    exact = [
        same("full"), same("head"), same("name"), same("last"), same("first"), same("first", "last"), same("last", "first"),
        same("short", "initials"), same("initials", "short"), same("short"), same("alias"), same("entity"),
        (c["alias"][i] >= 0) & (c["alias"][j] >= 0) & (c["alias"][i] != c["alias"][j]),
        (ti == head_j[:, None]).any(1), (tj == head_i[:, None]).any(1),
        (shared == ni) & (ni > 0), (shared == nj) & (nj > 0), (shared == ni) & (shared == nj) & (ni > 0), shared > 0,
        names & same("last") & ~same("first") & (c["words"][i] > 1) & (c["words"][j] > 1),
        strong, partial & same("last"), partial & same("first") & ~same("last"), partial & ~same("first") & ~same("last"), clash, apart, alike,
        partial & same("last") & (person_i | person_j), partial & (c["words"][i] < c["words"][j]), partial & ~same("last") & (person_i | person_j),
        (gi > 0) & (gi == gj), (gi > 0) & (gj > 0) & (gi != gj), (gi == 0) | (gj == 0),
        (gi == 3) & person_j, (gj == 3) & person_i,
        (pi < 2) & (pi == pj), (pi < 2) & (pj < 2) & (pi != pj), (pi == 1) & (pj == 0), (pi == 0) & (pj == 1),
        person_i & person_j, person_i & (c["noun"][j] > 1), person_j & (c["noun"][i] > 1),
        (c["noun"][i] > 0) & (c["noun"][i] == c["noun"][j]), (c["noun"][i] == 3) & (c["noun"][j] == 4),
        (c["group"][i] > 0) & (c["group"][i] == c["group"][j]),
        same("paragraph"), quote_i == quote_j, (quote_i % 2 == 1) & (quote_i == quote_j), (quote_i % 2 == 1) & (quote_j % 2 == 0),
        (quote_i % 2 == 0) & (quote_j % 2 == 1), (quote_i % 2 == 1) & (quote_j % 2 == 1) & (quote_i != quote_j),
        (quote_i % 2 == 1) & (quote_j % 2 == 0) & ((c["next"][j] == 3) | (c["before"][j] == 3)) & same("paragraph"),
        (quote_i % 2 == 1) & ((c["next"][j] == 3) | (c["before"][j] == 3)) & (np.abs(quote_i - quote_j) == 1),
        inside, holds, ~inside & ~holds & (gap < 0),
        inside & (c["possessive"][i] == 1),
        beside & (c["next"][j] == 5), beside & (c["next"][j] == 11), beside & (gap <= 1), one_sentence & (c["next"][j] == 1) & (c["before"][i] == 2),
        one_sentence & (c["next"][j] == 1) & (c["before"][i] == 2) & (gap < 14), one_sentence & (c["before"][i] == 6) & (gap < 40),
        (c["next"][j] == 9) & (gap < 8) & (gap >= 0), (c["next"][j] == 8) & (gap < 4),
        c["opens"][j] == 1, (c["order"][j] == 0), (c["order"][j] == 0) & (c["order"][i] == 0), (c["next"][j] == c["next"][i]),
        one_sentence & (c["reflexive"][i] == 1), c["title"][j] == 1, c["depth"][j] > 0,
    ]  # fmt: skip
    rank_all, rank_fit = _ranks(i, j, fits=_fits(c, i, j))
    sizes = [
        shared, shared / np.maximum(np.minimum(ni, nj), 1), shared / np.maximum(ni + nj - shared, 1), np.maximum(ni - shared, 0) * 0.5,
        np.maximum(nj - shared, 0) * 0.5, rest, np.log1p(np.maximum(gap, 0)) / 4, np.log1p(i - j) / 2,
        np.log1p(np.abs(quote_i - quote_j)) / 2, np.log1p(rank_fit), _seen(c["entity"])[j], _seen(c["head"])[j], rank_all * 0.02,
        np.where(same("last"), 0.0, spelling),
    ]  # fmt: skip
    forms = np.eye(9, dtype=np.bool_)[c["form"][i] * 3 + c["form"][j]]
    parts = [
        np.stack(exact, axis=1), forms, steps(i - j, _NEAR), steps(c["sentence"][i] - c["sentence"][j], _SENTENCES),
        steps(c["paragraph"][i] - c["paragraph"][j], _PARAGRAPHS), steps(np.maximum(gap, 0), _CHARACTERS), steps(rank_fit, (0, 1, 2, 3, 6, 12)),
        np.stack(sizes, axis=1),
    ]  # fmt: skip
    return np.concatenate([part.astype(np.float32) for part in parts], axis=1)


def _person(c: "Mapping[str, NDArray[np.int64]]", at: "NDArray[np.int64]") -> "NDArray[np.bool_]":
    """Whether words or pronoun tell that a mention is a person."""
    gender, group = c["gender"][at], c["group"][at]
    found: NDArray[np.bool_] = (c["noun"][at] == 1) | (gender == 1) | (gender == 2) | ((group >= 5) & (group <= 7))
    return found


def _fits(c: "Mapping[str, NDArray[np.int64]]", i: "NDArray[np.int64]", j: "NDArray[np.int64]") -> "NDArray[np.bool_]":
    """Whether number, gender and kind leave a pair open."""
    gi, gj, pi, pj = c["gender"][i], c["gender"][j], c["plural"][i], c["plural"][j]
    person_i, person_j = _person(c, i), _person(c, j)
    thing_i = (gi == 3) | (c["noun"][i] > 1)
    thing_j = (gj == 3) | (c["noun"][j] > 1)
    found: NDArray[np.bool_] = (
        ~((gi > 0) & (gj > 0) & (gi != gj))
        & ~((pi < 2) & (pj < 2) & (pi != pj) & ~((c["group"][i] == 4) & (c["noun"][j] == 2)))
        & ~(person_i & thing_j)
        & ~(person_j & thing_i)
    )
    return found


def _ranks(i: "NDArray[np.int64]", j: "NDArray[np.int64]", fits: "NDArray[np.bool_]") -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """How many candidates of the same mention stand nearer than each; all, and those that fit."""
    import numpy as np

    if not len(i):
        return i, i
    total = np.concatenate([[0], np.cumsum(fits)])
    ends = np.searchsorted(i, i, side="right")
    at = np.arange(len(i))
    return ends - 1 - at, total[ends] - total[at + 1]
