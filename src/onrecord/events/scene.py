"""What is known of a window before its deeds are read: clauses, who and what is named, arms, and who speaks where."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from onrecord.clauses.tree import Tree
from onrecord.events.equipment import Arms, find_arms, find_possible
from onrecord.events.kinds import kinds_of
from onrecord.events.wording import Wording, wording_of
from onrecord.record import Mention, Statement


@dataclass(frozen=True, eq=False)
class Scene:
    """A window with its mentions and the statements of its page."""

    tree: Tree
    mentions: Sequence[Mention]  # of the page, in the order of the text
    statements: Sequence[Statement]

    @cached_property
    def _near(self) -> Sequence[Mention]:
        if not self.tree.words:
            return ()
        begin, end = self.tree.words[0].start, self.tree.words[-1].end
        return [mention for mention in self.mentions if mention.span.start < end and mention.span.end > begin]

    @cached_property
    def kinds(self) -> dict[int, str]:
        """Word → PER, ORG, LOC, WEAPON or PLATFORM, where a mention has its head there; every word of a name of arms is WEAPON: "Su-57 fighters"
        are no persons."""
        held = {word: "WEAPON" for arms in self.arms for word in range(arms.first, arms.last + 1)}
        return kinds_of(self.tree, self._near) | held

    @cached_property
    def named(self) -> dict[int, Mention]:
        """Word → the mention that has its head there."""
        starts = {word.start: number for number, word in enumerate(self.tree.words)}
        return {starts[mention.head.start]: mention for mention in self._near if mention.head.start in starts and mention.type}

    @cached_property
    def arms(self) -> tuple[Arms, ...]:
        """The names of arms in the window."""
        return find_arms(self.tree, self._near)

    @cached_property
    def possible_arms(self) -> tuple[Arms, ...]:
        """What may be arms if a supply of arms is told of it, none of it in a name of arms."""
        held = {word for arms in self.arms for word in range(arms.first, arms.last + 2)}  # nor behind one: "Cheongung II" "systems"
        return tuple(arms for arms in find_possible(self.tree, self._near) if held.isdisjoint(range(arms.first, arms.last + 1)))

    @cached_property
    def wording(self) -> Wording:
        """What its words tell of every deed near them."""
        return wording_of(self.tree)

    @cached_property
    def _contents(self) -> tuple[list[int], list[tuple[int, int, Statement]]]:
        spans = sorted(
            ((span.start, span.end, statement) for statement in self.statements if statement.content for span in statement.content.spans),
            key=lambda one: (one[0], -one[1]),
        )
        return [start for start, _, _ in spans], spans

    def governing(self, word: int) -> list[Statement]:
        """The statements in whose content a word stands, the innermost first."""
        starts, spans = self._contents
        place = self.tree.words[word].start
        found = [(end - start, statement) for start, end, statement in spans[: bisect_right(starts, place)][-40:] if place < end]
        return [statement for _, statement in sorted(found, key=lambda one: one[0])]
