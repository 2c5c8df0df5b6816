"""What fills a place in a clause: a person, a body, a place, a weapon, a pronoun, or just a word."""

from collections.abc import Mapping, Sequence
from typing import Final

from onrecord.clauses.tree import Tree
from onrecord.lexicon import word_set
from onrecord.record import Mention

_PRONOUNS: Final = word_set("he she they it we i him her them us who which that whom his their its")


def kinds_of(tree: Tree, mentions: Sequence[Mention]) -> dict[int, str]:
    """Word → what the mentions head takes it for, where it is the head or last name of a mention: PER, ORG, LOC, WEAPON, PLATFORM."""
    if not tree.words:
        return {}
    begin, end = tree.words[0].start, tree.words[-1].end
    found: dict[int, str] = {}
    starts = {word.start: number for number, word in enumerate(tree.words)}
    for mention in mentions:
        if mention.span.start < end and mention.span.end > begin and mention.type:
            number = starts.get(mention.head.start)
            if number is not None:
                found[number] = mention.type
    return found


def kind_of(tree: Tree, word: int, kinds: Mapping[int, str]) -> str:
    """A mention's type; else pronoun, verb, name (a word with a capital that is no adjective), noun, or its tag."""
    if word in kinds:
        return kinds[word]
    if tree.lows[word] in _PRONOUNS:
        return "pronoun"
    if tree.is_verb(word):
        return "verb"
    if tree.tags[word] == "NNP":
        return "name"
    return "noun" if tree.is_noun(word) else tree.tags[word]
