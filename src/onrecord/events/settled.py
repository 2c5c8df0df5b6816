"""The plain second reader: who gives and who takes by the grammar alone, and whether a deed is denied by its own words.

It knows active and passive, "by", "to", "from", "for", and from the table of supplies who gives and who takes by a word. It is consulted beside the
models, never instead of them: where the two differ, the row is not settled.
"""

from collections.abc import Iterable
from typing import Final

from onrecord.events.deeds import Draft, Party, is_negated
from onrecord.events.slots import Slot, slots_of
from onrecord.record import Status

_DOES: Final = ("subj", "by", "poss", "v-subj", "c-by", "c-subj", "mod")
_GETS: Final = ("to", "iobj", "for", "o-to", "o-for", "against", "with", "v-to", "c-to", "on", "into", "o-into", "o-against")
_FROM: Final = ("from", "o-from", "v-from", "c-from")


def agrees_on_direction(draft: Draft) -> bool:
    """Whether the grammar gives the same two parties as the models, as far as it gives any; a draft of which it gives none is not settled."""
    gives, gets = parties_by_grammar(draft)
    pairs = (
        ((draft.suppliers, gives), (draft.takers, gets)) if draft.suppliers or draft.takers else ((draft.initiators, gives), (draft.recipients, gets))
    )
    seen = False
    for mine, theirs in pairs:
        if mine and theirs and not _words(mine) & theirs:
            return False
        seen |= bool(mine and theirs)
    crossed = (_words(pairs[0][0]) & gets - gives) | (_words(pairs[1][0]) & gives - gets)
    return seen and not crossed


def agrees_on_status(draft: Draft) -> bool:
    """Whether the plain signs of denial and of the future say the same as the models: "not", "will", "may", "if" at the deed's own word."""
    tree, head = draft.tree, draft.trigger.core[0]
    if is_negated(tree, draft.trigger.core) != (draft.status in (Status.DENIED, Status.CANCELLED)):
        return draft.status is Status.CANCELLED
    helpers = {tree.lows[child] for child in tree.children(head, "aux", "auxpass")}
    ahead = bool(helpers & {"will", "would", "may", "might", "could"})
    done = draft.status in (Status.OCCURRED, Status.ONGOING)
    return not (ahead and done) and not (tree.tags[head] == "VBD" and draft.status in (Status.EXPECTED, Status.POSSIBLE, Status.HYPOTHETICAL))


def _words(parties: Iterable[Party]) -> set[int]:
    return {party.word for party in parties}


def parties_by_grammar(draft: Draft) -> tuple[set[int], set[int]]:
    """Who gives or does, and who gets or suffers it."""
    tree, core = draft.tree, draft.trigger.core
    slots = slots_of(tree, core)
    takes = draft.supply is not None and draft.supply.side == "takes"
    of_party = draft.supply is None or draft.supply.party
    gives = {slot.word for slot in slots if slot.name in _DOES and (slot.name != "mod" or not _has(slots, ("poss", "by")))}
    gets = {slot.word for slot in slots if slot.name in _GETS}
    if of_party:
        gets |= {slot.word for slot in slots if slot.name in ("obj", "psubj")}
    if takes:
        gives, gets = {slot.word for slot in slots if slot.name in _FROM}, gives
    elif draft.supply is not None and any(slot.name == "psubj" for slot in slots) and any(slot.name in ("obj",) for slot in slots):
        gets |= {slot.word for slot in slots if slot.name == "psubj"}  # "Kyiv was given tanks"
    return gives, gets


def _has(slots: Iterable[Slot], names: tuple[str, ...]) -> bool:
    return any(slot.name in names for slot in slots)
