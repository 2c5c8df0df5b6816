"""Marked texts → statements made by hand: what the tests of chains and of what is said when share.

{s:The ministry} {c:denied} {t:the report}; {u:…} is a source that is not named. Paragraphs are parted by " / ". Roles go to one
statement until a role comes twice; a number says which statement a mark belongs to where they are mixed. A statement stands
within the one whose content holds its cue.
"""

import re

from onrecord.grounding import find_times, resolve_actors, resolve_attributions, resolve_times
from onrecord.record import Actor, Article, Attribution, BlockKind, BodyBlock, Kind, PageKind, Pieces, Published, Source, Statement, Time
from onrecord.text import Document, Span

_MARK = re.compile(r"\{([suct])(\d*):|\}")


def told(marked: str, *, headline: bool = False) -> tuple[Document, Article, tuple[Statement, ...]]:
    """The page of a marked text and the statements that are marked in it."""
    text, opened, found, last = "", [], [], 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()].replace(" / ", "\n")
        last = mark.end()
        if mark[1]:
            opened.append((mark[1], mark[2], len(text)))
        else:
            role, number, start = opened.pop()
            found.append((start, Span(start, len(text)), role, number))
    text += marked[last:].replace(" / ", "\n")
    document = Document("sha256:0", "(test)", text, language="en")
    lines = [Span(*m.span()) for m in re.finditer(r"[^\n]+", text)]
    body = tuple(BodyBlock(line, BlockKind.PARAGRAPH) for line in lines[1 if headline else 0 :])
    article = Article(PageKind.ARTICLE, None, None, None, lines[0] if headline else None, body, (), None, (), (), (), (), ())
    return document, article, _statements(document, sorted(found))


def _statements(document: Document, marks: list[tuple[int, Span, str, str]]) -> tuple[Statement, ...]:
    groups: dict[str, dict[str, list[Span]]] = {}
    current, count = "", 0
    unnamed = {span for _, span, role, _ in marks if role == "u"}
    for _, span, mark, number in marks:
        role, key = "s" if mark == "u" else mark, number
        if not number:
            if not current or role in groups[current]:
                count += 1
                current = f"auto{count}"
            key = current
        groups.setdefault(key, {}).setdefault(role, []).append(span)
    ordered = sorted((g for g in groups.values() if "c" in g), key=lambda g: min(g["c"]))
    ids = {id(group): f"s{number}" for number, group in enumerate(ordered, 1)}
    made = []
    for group in ordered:
        cue, source, content = group["c"], group.get("s"), group.get("t")
        around = [g for g in ordered if g is not group and any(t.start <= cue[0].start < t.end for t in g.get("t", ()))]
        inner = min(around, key=lambda g: min(t.end - t.start for t in g["t"]), default=None)
        words = document[content[0]] if content else ""
        kind = Kind.DIRECT if words.startswith("“") else Kind.INDIRECT
        made.append(
            Statement(
                ids[id(group)], "body", Source(tuple(source), source[0] not in unnamed) if source else None, Pieces(tuple(cue)),
                Pieces(tuple(content)) if content else None, kind, None, ids[id(inner)] if inner else None, True, 0.9,
            )
        )  # fmt: skip
    return tuple(made)


def attributions_of(
    marked: str, published: str | None = None, *, headline: bool = False
) -> tuple[Document, tuple[Actor, ...], tuple[Attribution, ...], tuple[Time, ...]]:
    """The actors and attributions of a marked text that was published on that day."""
    document, article, statements = told(marked, headline=headline)
    actors = resolve_actors(document, article, None, statements, None, None, Published(published, 1.0, (), ()), None)
    times_found = find_times(document, article)
    assert isinstance(actors, tuple)
    assert isinstance(times_found, tuple)
    day = Published(published, 1.0, (), ())
    times = resolve_times(document, times_found, day)
    found = resolve_attributions(document, article, statements, times, day, actors)
    assert isinstance(found, tuple)
    return document, actors, found, times or ()
