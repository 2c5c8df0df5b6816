"""A window's words with who governs whom, and what can be asked of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder.wordpiece import Word

VERBS: Final = frozenset(("VB", "VBP", "VBZ", "VBD", "VBN", "VBG"))
NOUNS: Final = frozenset(("NN", "NNS", "NNP"))
_CLOSING: Final = frozenset('”’)]"')
_DEEP: Final = 12  # steps up or down that are followed
_BEHIND: Final = frozenset(
    ("relcl", "acl", "appos", "prep", "conj", "cc", "advcl", "ccomp", "xcomp", "punct", "dep")
)  # do not belong to a bare phrase


@dataclass(frozen=True, eq=False)
class Tree:
    """Words by number; a root governs itself. What the head says may be no tree: every walk is bounded."""

    text: str
    words: tuple[Word, ...]
    governors: tuple[int, ...]
    labels: tuple[str, ...]  # of LABELS
    tags: tuple[str, ...]  # of TAGS
    triggers: NDArray[np.float32]  # (words, 17), log-probabilities: none, and the PLOVER types
    vectors: NDArray[np.float32]  # (words, 256), of the head
    lower: NDArray[np.float32]  # (words, 384), of the encoder's lower layers
    upper: NDArray[np.float32]  # (words, 384), of its last

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def lows(self) -> tuple[str, ...]:
        """Each word in small letters."""
        return tuple(self.text[word.start : word.end].lower() for word in self.words)

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        found: list[list[int]] = [[] for _ in self.words]
        for number, governor in enumerate(self.governors):
            if governor != number:
                found[governor].append(number)
        return tuple(tuple(one) for one in found)

    def children(self, word: int, *labels: str) -> list[int]:
        """The words that a word governs, of some labels or of all."""
        below, of = self._children[word], self.labels
        return [child for child in below if of[child] in labels] if labels else list(below)

    def is_verb(self, word: int) -> bool:
        """Whether a word is a form of a verb."""
        return self.tags[word] in VERBS

    def is_noun(self, word: int) -> bool:
        """Whether a word is a noun or a name."""
        return self.tags[word] in NOUNS

    def above(self, word: int) -> Iterator[int]:
        """The governors of a word, the nearest first."""
        for _ in range(_DEEP):
            governor = self.governors[word]
            if governor == word:
                return
            yield governor
            word = governor

    def below(self, word: int, *, bare: bool = False) -> list[int]:
        """A word and all it governs, in order; bare: without what follows it in clauses, appositions and prepositions."""
        found, left = {word}, [word]
        for _ in range(_DEEP):
            left = [
                child
                for one in left
                for child in self._children[one]
                if child not in found and not (bare and self.labels[child] in _BEHIND)
            ]  # fmt: skip
            if not left:
                break
            found.update(left)
        return sorted(found)

    def phrase(self, word: int) -> tuple[int, int]:
        """First and last word of the bare phrase around a noun: its neighbours that belong to it without a gap."""
        inside = set(self.below(word, bare=True))
        first = last = word
        while first - 1 in inside:
            first -= 1
        while last + 1 in inside:
            last += 1
        return first, last

    def conjuncts(self, word: int) -> list[int]:
        """A word and those that stand beside it: "Russia and North Korea"."""
        found, left = [word], [word]
        for _ in range(_DEEP):
            left = [child for one in left for child in self.children(one, "conj") if child not in found]
            found += left
        return sorted(found)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """First word, and the one behind the last, of each sentence: no word is governed across its borders."""
        if not self.words:
            return ()
        open_until = [0] * len(self.words)  # the farthest word that an arc from here or before reaches
        for number, governor in enumerate(self.governors):
            low, high = min(number, governor), max(number, governor)
            open_until[low] = max(open_until[low], high)
        found, first, reach = [], 0, 0
        for number in range(len(self.words)):
            reach = max(reach, open_until[number])
            last = number + 1 == len(self.words)
            if (
                last
                or "\n" in self.text[self.words[number].end : self.words[number + 1].start]
                or (self._ends(number) and (reach <= number or self._is_plain(number)))
            ):
                found.append((first, number + 1))
                first = number + 1
        return tuple(found)

    def _ends(self, word: int) -> bool:
        """Whether a word can be the last of a sentence: a full stop or a closing quote behind one, with a capital or a figure next."""
        back = word
        while back > 0 and self.lows[back] in _CLOSING:
            back -= 1
        after = self.text[self.words[word + 1].start]
        return (
            self.lows[back] in (".", "!", "?", "…")
            and (after.isupper() or after.isdigit() or not after.isalnum())
            and self.lows[word + 1] not in _CLOSING
        )

    def _is_plain(self, word: int) -> bool:
        """Whether a full stop stands behind a word in small letters, which is no abbreviation: it ends a sentence, whatever the arcs say."""
        back = word
        while back > 0 and (self.lows[back] in _CLOSING or self.lows[back] in ".!?…"):
            back -= 1
        written = self.text[self.words[back].start : self.words[back].end]
        return len(written) > 3 and written.islower()

    def sentence(self, word: int) -> tuple[int, int]:
        """The sentence of a word."""
        return self._sentence_of[word]

    @cached_property
    def _sentence_of(self) -> tuple[tuple[int, int], ...]:
        return tuple(pair for pair in self.sentences for _ in range(pair[1] - pair[0]))

    def is_passive(self, verb: int) -> bool:
        """Whether a verb is told from the side of its object: "was sold", "weapons sold by"."""
        if self.children(verb, "auxpass", "nsubjpass", "agent"):
            return True
        if self.tags[verb] == "VBN" and self.labels[verb] in ("acl", "relcl", "advcl") and not self.children(verb, "aux", "nsubj", "dobj"):
            return True
        if self.labels[verb] == "conj" and self.tags[verb] == "VBN" and not self.children(verb, "nsubj", "aux", "dobj"):
            return self.governors[verb] != verb and self.is_verb(self.governors[verb]) and bool(self.children(self.governors[verb], "auxpass"))
        return False

    def preps(self, word: int) -> list[tuple[str, int]]:
        """Prepositions of a word with what stands behind each: ("to", number of "Russia")."""
        found = []
        for prep in self.children(word, "prep", "agent", "dative"):
            for noun in self.children(prep, "pobj", "pcomp"):
                found += [(self.lows[prep], one) for one in self.conjuncts(noun)]
            for inner in self.children(prep, "prep"):  # "from across the border"
                found += [(self.lows[prep], one) for noun in self.children(inner, "pobj") for one in self.conjuncts(noun)]
        return found

    def spoken_subject(self, verb: int) -> list[int]:
        """The words that are the subject of a verb, its own or one that it shares: "seized and burned", "wants to buy"."""
        seen = set()
        for _ in range(_DEEP):
            if verb in seen:
                return []
            seen.add(verb)
            own = self.children(verb, "nsubj", "nsubjpass", "csubj")
            if own:
                return [one for first in own for one in self.conjuncts(first)]
            label, governor = self.labels[verb], self.governors[verb]
            if governor == verb:
                return []
            if label in ("relcl", "acl"):
                return self.conjuncts(governor) if label == "relcl" or self.tags[verb] in ("VBG", "VBN", "VB") else []
            if label == "xcomp" and (told := self.children(governor, "dobj")) and self.is_verb(verb):
                return [one for first in told for one in self.conjuncts(first)]  # "urged Oslo to send"
            if label == "pcomp":  # "accused Iran of sending"
                outer = self.governors[governor]
                told = self.children(outer, "dobj")
                if told:
                    return [one for first in told for one in self.conjuncts(first)]
                verb = outer
                continue
            if label not in ("conj", "xcomp", "advcl", "aux", "auxpass", "ccomp", "dep", "other"):
                return []
            verb = governor
        return []
