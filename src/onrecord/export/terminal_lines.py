"""How a line of a record is made in a terminal: wrapped, joined, cut short, quoted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from rich.console import Console
from rich.text import Text

from onrecord.export.deals import Voice
from onrecord.export.quotes import Quote
from onrecord.export.shown import StatementView, View
from onrecord.export.visible import one_line

QUOTED: Final = 160  # characters quoted of a statement below its paragraph, where its words stand already
LISTED: Final = 12  # entries shown of a long list
PLACE: Final = "dim"  # offsets
LABEL: Final = 17  # cells of sign, word and number

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Lines:
    """One record as lines, each at most `width` cells wide."""

    view: View
    console: Console
    width: int
    brief: bool
    full: bool

    def _wrap(self, text: Text, *, first: str = "", indent: int = 0) -> list[Text]:
        """Lines with a hanging indent; `first` stands in the indent of the first line."""
        lines = list(text.wrap(self.console, max(self.width - indent, 8), overflow="fold")) or [Text()]
        for line in lines:
            line.rstrip()
        return [Text.assemble((first if i == 0 else "").ljust(indent), line) for i, line in enumerate(lines)]

    def _hanging(self, text: Text, indent: int) -> list[Text]:
        """Lines of which all but the first are indented."""
        first, *others = text.wrap(self.console, self.width, overflow="fold") or [Text()]
        for line in (first, *others):
            line.rstrip()
        return [first, *(self._wrap(Text(" ").join(others), indent=indent) if others else [])]

    def _joined(self, pieces: Sequence[str | Text], *, first: str = "", indent: int = 0) -> list[Text]:
        """Pieces with dots between them, broken between pieces where they are longer than a line."""
        lines: list[Text] = []
        for number, piece in enumerate(pieces):
            dotted = Text.assemble(piece, " ·" if number < len(pieces) - 1 else "")
            if lines and lines[-1].cell_len + 1 + dotted.cell_len <= self.width - indent:
                lines[-1].append(" ").append_text(dotted)
            else:
                lines.append(dotted)
        wrapped = [one for line in lines for one in self._wrap(line, indent=indent)]
        return [Text.assemble(first.ljust(indent), line[indent:]) if i == 0 else line for i, line in enumerate(wrapped)]

    def _cut(self, text: Text) -> Text:
        """One line, with an ellipsis where it would be longer."""
        text.truncate(self.width, overflow="ellipsis")
        return text

    def _short(self, words: str, most: int = QUOTED) -> str:
        if self.full:
            return one_line(words)
        words, length = one_line(words[: most * 2]), len(words)
        return words if len(words) <= most and length <= most * 2 else words[: most - 1].rstrip() + "…"

    def _quoted(self, quote: Quote, most: int = QUOTED) -> Text:
        return Text.assemble(f"{in_quotes(self._short(quote.text, most))} ", (self._short(quote.where, 80), PLACE))

    def _head(self, title: str, aside: str = "") -> Iterator[Text]:
        yield Text()
        yield from self._hanging(Text.assemble((title, "bold underline"), f"  {aside}" if aside else ""), 2)

    def _first_of(self, items: Sequence[_T]) -> Sequence[_T]:
        return items if self.full else items[:LISTED]

    def _unlisted(self, items: Sequence[object], what: str) -> Iterator[Text]:
        if (more := len(items) - LISTED) > 0 and not self.full:
            yield from self._wrap(Text(f"and {more} more {what}: add --full, or see --json"), indent=2)

    def _below(self, more: int, where: str = "below") -> Text:
        """How to see what the first screen has no room for."""
        return Text(f"and {more} more: leave out --brief" if self.brief else f"and {more} more {where}")

    def _label(self, said: StatementView | Voice) -> Text:
        look = said.look
        return Text.assemble(" ", (f"{look.sign} {look.word}".ljust(12), look.style), f"{one_line(said.id):<3} ")

    def _source(self, statement: StatementView, most: int) -> str:
        if statement.source is None:
            return f"(no source given) {one_line(statement.known)}".rstrip()
        behind = [one_line(statement.known[:most]), statement.unnamed]
        return " ".join(filter(None, (self._short(statement.source.text, most), *behind)))


def in_quotes(words: str) -> str:
    """In quotation marks, unless the page's own stand there."""
    return words if words[:1] in _QUOTATION else f"“{words}”"


_QUOTATION: Final = frozenset("\"“”„«‹‘'「『")
