"""Windows → deeds in the page's own words: what is done, by whom, to whom, how certain; of a supply of arms, who gives what to whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from onrecord.clauses.tree import Tree
from onrecord.events.equipment import Arms
from onrecord.events.items import item_candidates, item_signs
from onrecord.events.judging import Floats, Judge, dense_of, rows_of, signs_of, softmax
from onrecord.events.parties import Candidate, candidates_around, candidates_of, far_signs_of
from onrecord.events.parties import signs_of as party_signs
from onrecord.events.scene import Scene
from onrecord.events.supplies import Supply, supply_of
from onrecord.events.triggers import TYPES, Trigger, find_triggers
from onrecord.events.weighing import CLASSES, Weigher
from onrecord.lexicon import word_set
from onrecord.record import Stance, Status

LEAST_SEEN: Final = 0.1  # chance of a trigger by the head alone, above which the judge is asked
STATUSES: Final = tuple(Status)
_DENIED: Final = STATUSES.index(Status.DENIED)
MOST: Final = 400  # deeds of a window: a page of names and verbs without end


@dataclass(frozen=True, slots=True)
class Party:
    """A word that stands for somebody, with the chance that it fills the role."""

    word: int
    chance: float


@dataclass(frozen=True, eq=False)
class Draft:
    """A deed as one window tells it; words are numbers in its tree."""

    scene: Scene
    trigger: Trigger
    type: str
    chance: float  # that it is a deed, and of this type
    status: Status
    certain: float  # chance of the status
    background: float  # chance that it is told as background
    arms: float  # chance that it is a supply of arms
    initiators: tuple[Party, ...]
    recipients: tuple[Party, ...]
    suppliers: tuple[Party, ...]
    takers: tuple[Party, ...]
    via: tuple[Party, ...]
    items: tuple[Arms, ...]
    supply: Supply | None
    sides: tuple[tuple[int, float, float], ...]  # words with their chances as supplier and as recipient, of a supply of arms
    far: tuple[tuple[int, float, float], ...]  # the same of words of other sentences

    @property
    def tree(self) -> Tree:
        return self.scene.tree


LEAST_DENIED: Final = 0.35  # chance of a deed in what somebody denies: few deny what is none
SUPPLY_ALONE: Final = 0.5  # a deed that is doubtful as a deed stands where it is as likely as that a supply of arms


@dataclass(frozen=True, slots=True)
class Settings:
    """The thresholds, chosen on held-out parts of the train half (training.events weigh)."""

    deed: float
    arms: float
    role: float
    side: float
    item: float


@dataclass(frozen=True, slots=True)
class Models:
    """What weighs: the judge, and the models of parties and items."""

    judge: Judge
    weigher: Weigher
    settings: Settings


def read_deeds(scene: Scene, models: Models) -> tuple[Draft, ...]:
    """The deeds of a window in the order of their triggers."""
    triggers = find_triggers(scene.tree, LEAST_SEEN)[:MOST]
    if not triggers:
        return ()
    dense = np.stack([dense_of(scene.tree, trigger.core) for trigger in triggers])
    judged = models.judge.ask_all(dense, [rows_of(signs_of(scene, trigger.core)) for trigger in triggers])
    drafts = (_read(scene, trigger, said, models) for trigger, said in zip(triggers, judged, strict=True))
    return tuple(draft for draft in drafts if draft is not None)


def _read(scene: Scene, trigger: Trigger, said: Mapping[str, Floats], models: Models) -> Draft | None:
    tree, core, settings = scene.tree, trigger.core, models.settings
    deed = float(softmax(said["deed"])[1])
    arms = float(softmax(said["arms"])[1])
    around = scene.governing(trigger.head)[:1]
    least = LEAST_DENIED if around and around[0].stance is Stance.DENIES else settings.deed
    if deed < least and arms < SUPPLY_ALONE:
        return None
    types = softmax(said["type"])
    best = int(types.argmax())
    kind = TYPES[best]
    statuses = softmax(said["status"])
    if is_negated(tree, core):
        statuses = np.asarray(statuses / 2, np.float32)
        statuses[_DENIED] += 0.5
    candidates = candidates_of(tree, core, scene.kinds)
    initiators, recipients = _two(scene, core, kind, candidates, models)
    is_supply = arms >= settings.arms
    chances = side_chances(scene, core, candidates, models) if is_supply else {}
    suppliers, takers, via = (_chosen(tree, {one: row[at] for one, row in chances.items()}, settings.side) for at in _SIDES)
    return Draft(
        scene,
        trigger,
        kind,
        round(deed * float(types[best]), 4),
        STATUSES[int(statuses.argmax())],
        round(float(statuses.max()), 4),
        round(float(softmax(said["told"])[1]), 4),
        round(arms, 4),
        initiators,
        recipients,
        suppliers,
        takers,
        via,
        _items(scene, core, models) if is_supply else (),
        supply_of(tree, core) if is_supply else None,
        tuple((one.word, row[_SIDES[0]], row[_SIDES[1]]) for one, row in chances.items() if max(row[_SIDES[0]], row[_SIDES[1]]) >= LEAST_HEARD),
        _far(scene, core, candidates, models) if is_supply else (),
    )


_SIDES: Final = tuple(CLASSES["sides"].index(side) for side in ("supplier", "recipient", "via"))
LEAST_HEARD: Final = 0.03


_NOT: Final = word_set("not never no nobody nothing neither nor none without")
_NO_MORE: Final = word_set("only just merely simply least fewer less more later earlier sooner doubt longer")  # "no fewer than", "not only"
_BUT: Final = word_set("but except other save")  # "nobody but Norway"


def is_negated(tree: Tree, core: Sequence[int]) -> bool:
    """Whether a deed's own clause says that it is not: "has never sold", "no shells were sent", "nothing left the port"; not by "not only Norway",
    "no fewer than 40", "nobody but Norway"."""
    head = core[0]
    words = tree.lows
    own = (child for child in tree.children(head, "neg", "advmod", "det", "aux") if words[child] in _NOT or tree.labels[child] == "neg")
    if any(_denies(tree, child) for child in own):
        return True
    for child in tree.children(head, "nsubj", "nsubjpass", "dobj"):
        first = tree.phrase(child)[0]
        if words[first] in _NOT and _denies(tree, first):
            return True
    return False


def _denies(tree: Tree, word: int) -> bool:
    """Whether a word of negation denies: what stands behind it does not turn it round."""
    behind = tree.lows[word + 1 : word + 3]
    return not (behind and (behind[0] in _NO_MORE or behind[0] in _BUT or (behind[-1] in _BUT and tree.lows[word] in ("nobody", "nothing", "none"))))


def _two(
    scene: Scene, core: Sequence[int], kind: str, candidates: Sequence[Candidate], models: Models
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    chances = role_chances(scene, core, kind, candidates, models)
    sides = []
    for role in ("initiator", "recipient"):
        at = CLASSES["roles"].index(role)
        sides.append(_chosen(scene.tree, {one: row[at] for one, row in chances.items()}, models.settings.role))
    return sides[0], sides[1]


def role_chances(scene: Scene, core: Sequence[int], kind: str, candidates: Sequence[Candidate], models: Models) -> dict[Candidate, tuple[float, ...]]:
    """Of each candidate the chances that it is none, initiator, recipient."""
    asked = [one for number, one in enumerate(candidates) if one.near or number < _ASKED]
    signs = [party_signs(scene.tree, core, kind, candidates, one, scene.kinds) for one in asked]
    return dict(zip(asked, models.weigher.weigh("roles", scene.tree, core, [one.word for one in asked], signs), strict=True))


_ASKED: Final = 10  # the words nearest to a deed that may be its parties: those beyond are hardly ever


def _chosen(tree: Tree, chances: Mapping[Candidate, float], least: float) -> tuple[Party, ...]:
    """The likeliest, and those that stand beside it ("Russia and North Korea"), in the order of the text."""
    best = max(chances, key=lambda one: (chances[one], -one.word), default=None)
    if best is None or chances[best] < least:
        return ()
    beside = set(tree.conjuncts(best.word)) | {word for word in tree.above(best.word) if tree.labels[best.word] == "conj"}
    kept = [
        one
        for one in chances
        if one is best or (one.word in beside and chances[one] >= min(least, 0.3)) or (one.how == best.how and chances[one] >= 0.6)
    ]
    return tuple(Party(one.word, chances[one]) for one in sorted(kept, key=lambda one: one.word))


def _side_of_word(tree: Tree, core: Sequence[int]) -> str:
    """On which side the subject of a supply's word stands: gives, takes, with "party" where what it governs gets them; "supply" of another word."""
    supply = supply_of(tree, core)
    return f"{supply.side}{' party' if supply.party else ''}" if supply else "supply"


def sides_signs(scene: Scene, core: Sequence[int], candidates: Sequence[Candidate], one: Candidate) -> Iterator[str]:
    """The signs that a candidate supplies or takes arms."""
    tree = scene.tree
    what = _side_of_word(tree, core)
    yield from party_signs(tree, core, what, candidates, one, scene.kinds)
    arms = item_candidates(scene, core)
    if arms:
        nearest = arms[0]
        yield f"{what} {'before' if one.word < nearest.first else 'behind'} the arms, {'before' if nearest.last < core[0] else 'behind'} the verb"
        if tree.governors[one.word] in range(nearest.first, nearest.last + 1):
            yield f"{what} on the arms, {tree.labels[one.word]}"
        before = tree.lows[tree.phrase(one.word)[0] - 1] if tree.phrase(one.word)[0] else ""
        yield f"{what} {before} {'before' if one.word < nearest.first else 'behind'} the arms"


def side_chances(scene: Scene, core: Sequence[int], candidates: Sequence[Candidate], models: Models) -> dict[Candidate, tuple[float, ...]]:
    """Of each candidate the chances that it is none, supplier, recipient, a party in between."""
    signs = [sides_signs(scene, core, candidates, one) for one in candidates]
    return dict(zip(candidates, models.weigher.weigh("sides", scene.tree, core, [one.word for one in candidates], signs), strict=True))


def far_signs(scene: Scene, core: Sequence[int], candidates: Sequence[Candidate], one: Candidate) -> Iterator[str]:
    """The signs that somebody of another sentence supplies or takes arms."""
    yield from far_signs_of(scene.tree, core, _side_of_word(scene.tree, core), candidates, one, scene.kinds)


def _far(scene: Scene, core: Sequence[int], candidates: Sequence[Candidate], models: Models) -> tuple[tuple[int, float, float], ...]:
    around = candidates_around(scene.tree, core, scene.kinds)
    signs = [far_signs(scene, core, candidates, one) for one in around]
    weighed = models.weigher.weigh("far", scene.tree, core, [one.word for one in around], signs)
    return tuple((one.word, row[1], row[2]) for one, row in zip(around, weighed, strict=True) if max(row[1], row[2]) >= LEAST_HEARD)


LEAST_ITEM: Final = 0.15  # a supply is of something


def _items(scene: Scene, core: Sequence[int], models: Models) -> tuple[Arms, ...]:
    near = item_candidates(scene, core)
    weighed = models.weigher.weigh("items", scene.tree, core, [arms.last for arms in near], [item_signs(scene, core, arms) for arms in near])
    best = max((chance[1] for chance in weighed), default=0.0)
    least = min(models.settings.item, max(best, LEAST_ITEM))  # the likeliest, where none is likely enough
    items = [arms for arms, chance in zip(near, weighed, strict=True) if chance[1] >= least]
    return tuple(sorted(items, key=lambda arms: arms.first))
