"""`onrecord claims`: what is said to have happened, who says so, who denies it, and how many stand behind it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.forms import check_one_form, number_of, print_csv, show
from onrecord.cli.merged import Merged, headline_of, inputs, merged_of, print_json, quote_of
from onrecord.cli.report import report

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.tree import Tree

    from onrecord.across.tree import Newsroom, Utterance
    from onrecord.stories import Claim, Voice

NOT_FOUND: Final = 1
_COLUMNS: Final = (
    "claim", "story", "of", "type", "status", "time", "initiators", "recipients", "supplier", "recipient", "items",
    "asserted_by", "denied_by", "declined_by", "doubted_by", "narrated_by", "outlets", "newsrooms", "origins", "parties",
    "independently_reported", "corroborated", "disputed", "retracted", "figures", "first", "last", "deal", "documents",
)  # fmt: skip
_FLAGS: Final = ("independently_reported", "corroborated", "disputed", "retracted")
_SAYS: Final = {
    "asserts": "asserted",
    "denies": "denied",
    "declines": "not commented on",
    "doubts": "doubted",
    "narrates": "in the newsroom's own voice",
}


@click.command(
    short_help="What is said to have happened, who says so and who denies it.",
    epilog="Exit status: 0 all is well, 1 no such claim or story, or the store or every file failed, 2 the command was not understood.",
)
@click.option("--tree", "claim", metavar="ID", help="Show one claim as a tree: party, utterance, newsroom, page, with the words of each.")
@click.option("--story", metavar="ID", help="Only claims of this story.")
@click.option("--disputed", is_flag=True, help="Only claims that somebody denies.")
@inputs
def claims(paths: tuple[str, ...], workers: int, as_json: bool, as_csv: bool, claim: str | None, story: str | None, disputed: bool) -> int:
    """Show each deed as many pages tell it: who asserts it, who denies it, and four counts that are never one.

    Outlets print it, newsrooms report it, origins are utterances however often retold, parties stand behind them. Narrators and unnamed
    sources are no party.

    \b
    Examples:
      onrecord claims news.db
      onrecord claims pages/*.html --disputed
      onrecord claims news.db --tree c0123456789ab
      onrecord claims news.db --csv > claims.csv
    """
    check_one_form(as_json=as_json, as_csv=as_csv)
    merged = merged_of(paths, workers)
    if story is not None and story not in {s.id for s in merged.stories.stories}:
        report(f"no story {story!r}: `onrecord stories` lists their IDs")
        return NOT_FOUND
    found = [c for c in merged.stories.claims if (story is None or c.story == story) and (c.disputed or not disputed)]
    if claim is not None:
        found = [c for c in merged.stories.claims if c.id == claim]
        if not found:
            report(f"no claim {claim!r}: `onrecord claims` without --tree lists their IDs")
            return NOT_FOUND
    if as_json:
        from onrecord.codec import encode

        print_json({"claims": [encode(c, "") for c in found]}, merged.rests)
    elif as_csv:
        print_csv(map(_row, found), _COLUMNS)
    else:
        show(_tree_of(merged, found[0]) if claim is not None else _drawn(merged, found))
    report(merged.rests.told(number_of(len(found), "claim")))
    return 0 if merged.rests.read or not merged.rests.failed else 1


def what_of(claim: "Claim") -> str:
    """A claim in a line: "AID PRK → RUS, munitions, expected, 2023-09"."""
    from onrecord.export.times import time_in_words

    sides = (
        [claim.supplier, claim.recipient] if claim.of == "transfer" else [" + ".join(claim.initiators) or None, " + ".join(claim.recipients) or None]
    )
    who = " → ".join(side or "?" for side in sides) if any(sides) else "sides not told"
    told = [f"{claim.type} {who}", ", ".join(claim.items[:3]), claim.status.value, time_in_words(claim.time or "")]
    return ", ".join(filter(None, told))


def counts_of(claim: "Claim") -> str:
    """The four counts, each by its name."""
    counts = (number_of(claim.outlets, "outlet"), number_of(claim.newsrooms, "newsroom"), number_of(claim.origins, "origin"))
    return ", ".join((*counts, number_of(claim.parties, "party", "parties")))


def flags_of(claim: "Claim") -> str:
    """What follows from the counts, in words."""
    return ", ".join(claim.standing)


def who_of(voices: "Iterable[Voice]") -> str:
    """Those who say it, each once: the actor, and the party where that is another."""
    told = []
    for voice in voices:
        name = voice.actor or voice.newsroom or "source not named"
        told.append(f"{name} ({voice.party})" if voice.party and voice.party.isupper() and voice.party != name else name)
    return ", ".join(dict.fromkeys(told))


def _row(claim: "Claim") -> dict[str, object]:
    voices = (*claim.asserts, *claim.denies, *claim.declines, *claim.doubts)
    return {
        "claim": claim.id,
        "story": claim.story,
        "of": claim.of,
        "type": claim.type,
        "status": claim.status.value,
        "time": claim.time,
        "initiators": "; ".join(claim.initiators),
        "recipients": "; ".join(claim.recipients),
        "supplier": claim.supplier,
        "recipient": claim.recipient,
        "items": "; ".join(claim.items),
        "asserted_by": who_of(claim.asserts),
        "denied_by": who_of(claim.denies),
        "declined_by": who_of(claim.declines),
        "doubted_by": who_of(claim.doubts),
        "narrated_by": ", ".join(dict.fromkeys(n.newsroom or n.document for n in claim.narrated)),
        "outlets": claim.outlets,
        "newsrooms": claim.newsrooms,
        "origins": claim.origins,
        "parties": claim.parties,
        **{name: "yes" if getattr(claim, name) else "no" for name in _FLAGS},
        "figures": "; ".join(f"{f.what} {f.value} ({', '.join(f.by)})" for f in claim.figures),
        "first": claim.first,
        "last": claim.last,
        "deal": claim.deal,
        "documents": " ".join(dict.fromkeys([*(v.document for v in voices), *(n.document for n in claim.narrated)])),
    }


def _drawn(merged: Merged, found: "Sequence[Claim]") -> "Iterator[RenderableType]":
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from onrecord.export.visible import one_line

    told: dict[str, list[Claim]] = {}
    for claim in found:
        told.setdefault(claim.story, []).append(claim)
    denied: dict[tuple[str, str], list[str]] = {}  # of each story and type: a reader may know better what a denial means
    for claim in merged.stories.claims:
        if claim.denies:
            denied.setdefault((claim.story, claim.type), []).append(claim.id)
    for story in merged.stories.stories:
        of_story = told.get(story.id, ())
        if not of_story:
            continue
        yield Text(f"{one_line(headline_of(merged.headlines, story.documents[0]))}  {story.id}", "bold")
        table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0), leading=1)
        for name, ratio in (("what", 4), ("who says so", 4), ("who denies it", 3), ("how many", 3)):
            table.add_column(name, overflow="fold", ratio=ratio)
        for claim in of_story:
            asserted = who_of(claim.asserts) or "nobody is quoted"
            if claim.narrated:
                asserted += "; told by " + ", ".join(dict.fromkeys(n.newsroom or "the page" for n in claim.narrated))
            counted = "\n".join(filter(None, (counts_of(claim), flags_of(claim))))
            table.add_row(
                Text(f"{one_line(what_of(claim))}\n{claim.id}"),
                Text(one_line(asserted)),
                Text(one_line(who_of(claim.denies))) if claim.denies else Text(_no_denial(merged, denied.get((claim.story, claim.type), ())), "dim"),
                Text(counted),
            )
        yield Padding(table, (0, 0, 1, 2))


def _no_denial(merged: Merged, beside: "Sequence[str]") -> str:
    """How many pages were read without a denial of a claim; and which of its story and type are denied."""
    return merged.rests.no_denial() + (f"; denied beside it: {', '.join(beside[:3])}" if beside else "")


def _tree_of(merged: Merged, claim: "Claim") -> "Iterator[RenderableType]":
    from rich.text import Text
    from rich.tree import Tree

    from onrecord.across import origin_tree
    from onrecord.export.visible import one_line

    root = Tree(Text.assemble((one_line(what_of(claim)), "bold"), f"\n{counts_of(claim)}", f"\n{flags_of(claim)}" if flags_of(claim) else ""))
    relations = set()
    for branch in origin_tree(claim):
        relations.add(branch.relation)
        limb = root.add(Text(_SAYS[branch.relation], "bold"))
        for party in branch.parties:
            twig = limb.add(Text(f"party {one_line(party.name)}" if party.name else "no party: unnamed sources, or a newsroom that is cited"))
            for utterance in party.utterances:
                _add_newsrooms(twig.add(Text(_said(utterance))), utterance.newsrooms, merged)
        _add_newsrooms(limb, branch.newsrooms, merged)
    if "denies" not in relations:
        root.add(Text(merged.rests.no_denial(), "dim"))
    yield root
    for figure in claim.figures:
        denied = f"; denied by {', '.join(figure.denied_by)}" if figure.denied_by else ""
        yield Text(one_line(f"{figure.what}: {figure.value}, by {', '.join(figure.by)}{denied}"))


def _said(utterance: "Utterance") -> str:
    from onrecord.export.visible import one_line

    cites = f", citing {utterance.cites}" if utterance.cites else ""
    return one_line(f"one utterance, {utterance.origin}: {', '.join(utterance.actors) or 'source not named'}{cites}")


def _add_newsrooms(limb: "Tree", newsrooms: "Iterable[Newsroom]", merged: Merged) -> None:
    from rich.text import Text

    from onrecord.export.visible import one_line

    for newsroom in newsrooms:
        room = limb.add(Text(f"newsroom {one_line(newsroom.name) if newsroom.name else 'unknown'}"))
        for page in newsroom.pages:
            outlet = merged.outlets.get(page.document)
            leaf = Text(" ".join(filter(None, (one_line(outlet or ""), one_line(page.document)))))
            if page.statement is not None:
                words, where = quote_of(merged.record(page.document), page.statement)
                leaf = Text.assemble(f"“{words}” " if words[:1] not in '“"' else f"{words} ", leaf, (f" {page.statement} {where}", "dim"))
            room.add(leaf)
