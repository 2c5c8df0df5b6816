"""Pages of one invented text, with a credit at one of its slots."""

HEADLINE = "Dockers end two-week harbour strike"
BODY = """Dockers in Turku went back to work on Monday after two weeks, the harbour union said, and the first ship sailed before noon.

The employers put the cost of the strike at nine million euros, a figure that the union called much too high.

Talks on wages will go on in the autumn, both sides said, with a mediator whom the labour ministry is to name next week.
"""

Row = tuple[str, list[str], list[str]]  # what is put into the slot, authors, agencies


def page_of(head: str = "", above: str = "", behind: str = "", end: str = "") -> str:
    """A page of invented text with one credit; "LD:{…}" is linked data."""
    linked, _, after = head.partition("LD:")[2].partition("}<")
    head = (
        f'<script type="application/ld+json">{linked}{"}" if after else ""}</script>{"<" if after else ""}{after}' if head.startswith("LD:") else head
    )
    body = "".join(f"<p>{paragraph}</p>" for paragraph in f"{BODY.strip()} {end}".strip().split("\n\n"))
    main = f"<main><h1>{HEADLINE}</h1>{above}<div>{body}</div>{behind}</main><footer>© 2021 Turku Media</footer>"
    return f"<html><head>{head}</head><body>{main}</body></html>"
