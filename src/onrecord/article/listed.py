"""The stories that a page lists which has no article of its own: an index, or what an error page offers instead."""

from collections.abc import Sequence

from onrecord.article.kinds import is_card, looks_like_headline
from onrecord.article.lines import Line
from onrecord.article.related import Advertised
from onrecord.record import Related

_BETWEEN = 4  # lines from a headline to its teaser: section, author, time
_TEASER = 8  # words


def find_listed(lines: Sequence[Line], *, html: bool) -> Advertised:
    """Each headline that leads elsewhere, with the running text right below it; in text, each line above running text that looks like one."""
    found = Advertised()
    heads = [
        line.number for line in lines if (is_card(line) if html else looks_like_headline(line)) and not (html and line.prose and line.words > 25)
    ]
    for number, i in enumerate(heads):
        line = lines[i]
        stop = min(i + _BETWEEN, heads[number + 1] if number + 1 < len(heads) else len(lines))
        teaser = next((other for other in lines[i + 1 : stop] if other.kind is None and other.words >= _TEASER and other.sentence), None)
        if line.text in found.headlines or (teaser is None and not html):
            continue
        found.headlines.add(line.text)
        found.taken.update(other.number for other in (line, teaser) if other is not None)
        url = next((link.href for link in line.block.links if link.href and not link.href.startswith(("#", "javascript:"))), None)
        found.stories.append(Related(line.span, teaser.span if teaser else None, None, url, teaser is not None and teaser.cut_off))
    return found
