"""From a draft to what the record can hold: the words of the page for its trigger and its parties."""

from collections.abc import Iterable
from typing import Final

from onrecord.clauses.tree import Tree
from onrecord.events.deeds import Draft, Party
from onrecord.events.scene import Scene
from onrecord.record import Deed, Doer
from onrecord.text import Document, Span

_OPENING_NAMES: Final = frozenset(
    ("north", "south", "east", "west", "saudi", "new", "sri", "costa", "sierra", "el", "central", "united")
)  # of a state's adjective


def deeds_of(document: Document, drafts: Iterable[Draft]) -> tuple[Deed, ...]:
    """The drafts as the layer `deeds`, in the order of the text."""
    found = []
    for draft in drafts:
        trigger = cited(document, draft.tree, draft.trigger.first, draft.trigger.last)
        if trigger is not None:
            parties = (*draft.initiators, *draft.recipients, *draft.suppliers, *draft.takers, *draft.via)
            doers = {doer: None for party in parties if (doer := doer_of(document, draft.scene, party)) is not None}
            found.append(Deed(trigger, tuple(doers), draft))
    return tuple(sorted(found, key=lambda deed: deed.trigger))


def cited(document: Document, tree: Tree, first: int, last: int) -> Span | None:
    """Words of a tree as a citation."""
    return document.cite(tree.words[first].start, tree.words[last].end)


def doer_of(document: Document, scene: Scene, party: Party) -> Doer | None:
    """A party as the mention that has its head there, else as the bare phrase around its word."""
    tree = scene.tree
    head = cited(document, tree, party.word, party.word)
    if head is None:
        return None
    mention = scene.named.get(party.word)
    if mention is not None and mention.form == "named" and mention.span.end == head.end:
        return Doer(mention.span, head)
    first, last = tree.phrase(party.word)
    if tree.tags[party.word] == "JJ" or tree.labels[party.word] in ("mod", "poss"):
        last = party.word  # "North Korean" of "North Korean arms supplies"
        if tree.labels[party.word] == "mod":
            first = _compound(tree, party.word)
    elif tree.tags[party.word] == "NNP":
        first = _name(tree, first, party.word)
    while last > party.word and not _is_word(tree, last):
        last -= 1
    while first < party.word and not _is_word(tree, first):
        first += 1
    whole = cited(document, tree, first, last)
    return Doer(whole, head) if whole is not None else None


def _is_word(tree: Tree, number: int) -> bool:
    """Whether it is a word, not a bracket, a comma or a quotation mark that the phrase around it ends with: "[Ishiba]", "the people, who"."""
    return any(character.isalnum() for character in tree.text[tree.words[number].start : tree.words[number].end])


def _name(tree: Tree, first: int, word: int) -> int:
    """Where a name begins: behind the last word before it that is no part of it ("a century ago Iran")."""
    at = word
    while at > first and tree.text[tree.words[at - 1].start].isupper() and tree.text[tree.words[at - 1].end : tree.words[at].start] in (" ", ""):
        at -= 1
    return first if at > first and tree.labels[at - 1] == "det" and at - 1 == first else at


def _compound(tree: Tree, word: int) -> int:
    """The first word of a name before a noun: "North" of "North Korean"."""
    before = word - 1
    if before >= 0 and tree.lows[before] in _OPENING_NAMES and tree.text[tree.words[before].end : tree.words[word].start] == " ":
        return before
    return word
