"""Days as numbers, in which times of several pages are compared."""

from datetime import date, timedelta

Days = tuple[int, int]  # first and last day, as ordinals


def days_of(published: str | None) -> Days | None:
    """The days of YYYY-MM-DD, YYYY-MM or YYYY."""
    if not published:
        return None
    parts = [int(p) for p in published[:10].split("-")]
    if len(parts) == 3:
        day = date(*parts).toordinal()
        return day, day
    if len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        return first.toordinal(), (date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) - timedelta(1)).toordinal()
    return date(parts[0], 1, 1).toordinal(), date(parts[0], 12, 31).toordinal()


def ordinals(first: str | None, last: str | None) -> Days | None:
    """The days from one to another; None where the calendar has no such days, or they are the wrong way round."""
    start, end = ordinal(first), ordinal(last)
    return (start, end) if start and end and start <= end else None


def ordinal(day: str | None) -> int:
    """A day as a number; 0 where it is none that the calendar has."""
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else 0
    except ValueError:
        return 0
