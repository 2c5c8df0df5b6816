"""The keys of the web UI, in one table: what is pressed, where it holds, what it does. static/onrecord.js reads it off the list of keys.

A letter of its own works only where nothing is being typed, and all of them can be switched off (WCAG 2.1.4).
"""

from dataclasses import dataclass
from typing import Final

EVERYWHERE: Final = "everywhere"
READER: Final = "reader"
LISTS: Final = "lists"
REVIEW: Final = "review"
AUDIT: Final = "audit"


@dataclass(frozen=True, slots=True)
class Key:
    """One key, or two in a row.

    does: the name that the script knows, or `go:/path`, or `press:NAME`, which follows the link or presses the button of that name.
    """

    keys: str
    where: str
    does: str
    told: str


KEYS: Final = (
    Key("?", EVERYWHERE, "help", "list of keys"),
    Key("/", EVERYWHERE, "search", "search"),
    Key("Escape", EVERYWHERE, "close", "close, leave a field"),
    Key("[", EVERYWHERE, "press:before", "the page or list before"),
    Key("]", EVERYWHERE, "press:after", "the page or list after"),
    Key("g h", EVERYWHERE, "go:/", "go to the start"),
    Key("g c", EVERYWHERE, "go:/claims", "go to claims"),
    Key("g a", EVERYWHERE, "go:/arms", "go to arms transfers"),
    Key("g t", EVERYWHERE, "go:/timeline", "go to the timeline"),
    Key("g m", EVERYWHERE, "go:/map", "go to the map"),
    Key("g n", EVERYWHERE, "go:/adjacency", "go to who with whom"),
    Key("g p", EVERYWHERE, "go:/actors", "go to actors"),
    Key("g r", EVERYWHERE, "go:/review", "go to review"),
    Key("g u", EVERYWHERE, "go:/audit", "go to the audit"),
    Key("j", READER, "next", "next statement"),
    Key("k", READER, "previous", "statement before"),
    Key("Enter", READER, "open", "its claim, or its own page"),
    Key("w", READER, "press:why", "why this date"),
    Key("f", READER, "press:furniture", "what was left out, in place"),
    Key("h", READER, "highlights", "highlights on, off"),
    Key("y", READER, "copy", "copy a citation of the statement"),
    Key("j", LISTS, "next", "next row"),
    Key("k", LISTS, "previous", "row before"),
    Key("Enter", LISTS, "open", "open the row"),
    Key("o", LISTS, "press:tree", "the origin tree"),
    Key("s", LISTS, "press:sort", "sort by the next order"),
    Key("e", LISTS, "press:export", "export what is shown"),
    Key("a", REVIEW, "press:accept", "accept"),
    Key("x", REVIEW, "press:reject", "reject: there is no such thing on the page"),
    Key(" ", REVIEW, "press:later", "later"),
    Key("c", REVIEW, "press:comment", "write a comment, or another value"),
    *(
        Key(f"{lead}{key}", REVIEW, f"press:{part}-{move}", f"the {part} {told}")
        for part, lead in (("content", ""), ("source", "s "))
        for key, move, told in (
            ("ArrowLeft", "start-earlier", "begins a word earlier"),
            ("ArrowRight", "start-later", "begins a word later"),
            ("Shift+ArrowLeft", "end-earlier", "ends a word earlier"),
            ("Shift+ArrowRight", "end-later", "ends a word later"),
        )
    ),
    Key("r", REVIEW, "press:as-read", "the words as they were read"),
    Key("u", REVIEW, "press:undo", "undo the last decision"),
    Key("Backspace", REVIEW, "press:undo", "undo the last decision"),
    *(Key(str(n), REVIEW, f"press:value{n}", f"correct to the stance that has the number {n}") for n in range(1, 10)),
    Key("r", AUDIT, "press:right", "right"),
    Key("w", AUDIT, "press:wrong", "wrong"),
    Key("t", AUDIT, "press:open", "can't tell"),
    Key("b", AUDIT, "press:back", "the row before"),
    Key(" ", AUDIT, "press:later", "later"),
    Key("c", AUDIT, "press:comment", "write a comment"),
    *(Key(str(n), AUDIT, f"press:value{n}", f"wrong: the part that has the number {n}") for n in range(1, 7)),
)


def keys_of(where: str) -> tuple[Key, ...]:
    """The keys that hold on a page."""
    return tuple(key for key in KEYS if key.where in (EVERYWHERE, where))
