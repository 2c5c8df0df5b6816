"""When, where and who: times, the day of publication; later places and actors."""

from onrecord.layout import Layout
from onrecord.record import Article, FoundTime, Noted, Published, Time
from onrecord.text import Document


def find_times(document: Document, article: Article) -> tuple[FoundTime, ...] | Noted:
    """Find every time expression in the headline and body, with its meaning before it is anchored to a day."""
    return ()


def resolve_published(document: Document, layout: Layout, article: Article, times_found: tuple[FoundTime, ...] | None) -> Published:
    """Tell the day on which the text was first published, with the evidence for it and against the others."""
    return Published(None, 0.0, (), ())


def resolve_times(document: Document, times_found: tuple[FoundTime, ...] | None, published: Published) -> tuple[Time, ...] | None:
    """Give each time expression its TIMEX3 value, anchored to the day of publication."""
    return ()
