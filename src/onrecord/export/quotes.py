"""Words of the page as every view shows them: with the places where they stand."""

from dataclasses import dataclass

from onrecord.text import Document, Span


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the page with the places where they stand, or a value of its markup with the element that holds it."""

    text: str
    spans: tuple[Span, ...] = ()
    at: str | None = None

    @property
    def where(self) -> str:
        """[12:30] [40:44], or the element."""
        return f"in {self.at}" if self.at is not None else " ".join(f"[{s.start}:{s.end}]" for s in self.spans)


def quote_of(document: Document, *spans: Span) -> Quote:
    """The words of the spans, in the order given."""
    return Quote(" … ".join(document[span] for span in spans), spans)
