"""`onrecord transfers`: deals in arms from request to delivery, as many pages tell them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.claims import counts_of, flags_of, who_of
from onrecord.cli.forms import check_one_form, number_of, print_csv, show
from onrecord.cli.merged import Merged, inputs, merged_of, print_json
from onrecord.cli.report import report

if TYPE_CHECKING:
    from rich.console import RenderableType

    from onrecord.stories import Claim, Deal

_COLUMNS: Final = (
    "deal", "supplier", "recipient", "total", "delivered", "claim", "story", "status", "time", "items", "figures",
    "asserted_by", "denied_by", "narrated_by", "outlets", "newsrooms", "origins", "parties", "corroborated", "disputed", "retracted", "first", "last",
)  # fmt: skip
_NAMED: Final = 12  # sides, where one is asked for that there is not


@click.command(
    short_help="Deals in arms, from request to delivery.",
    epilog="Exit status: 0 all is well, 1 the store or every file failed, 2 the command was not understood.",
)
@click.option("--supplier", metavar="NAME", help="Only deals of this supplier: a state by name or alpha-3 code, others by name.")
@click.option("--recipient", metavar="NAME", help="Only deals of this recipient.")
@inputs
def transfers(paths: tuple[str, ...], workers: int, as_json: bool, as_csv: bool, supplier: str | None, recipient: str | None) -> int:
    """Show transfers of arms by deal, each with its steps in order: asked for, agreed, delivered.

    Two packages of one pair are two deals unless designation, number or day of the order agree. Batches are parts of a deal and are never
    added to its total.

    \b
    Examples:
      onrecord transfers news.db
      onrecord transfers pages/*.html --supplier PRK
      onrecord transfers news.db --csv > deals.csv
    """
    check_one_form(as_json=as_json, as_csv=as_csv)
    merged = merged_of(paths, workers)
    of = _side("--supplier", supplier, [d.supplier for d in merged.stories.deals])
    to = _side("--recipient", recipient, [d.recipient for d in merged.stories.deals])
    deals = [d for d in merged.stories.deals if of in (None, d.supplier) and to in (None, d.recipient)]
    claims = {claim.id: claim for claim in merged.stories.claims}
    if as_json:
        from onrecord.codec import encode

        of_deals = [encode(claims[c], "") for deal in deals for c in deal.claims]
        print_json({"deals": [encode(d, "") for d in deals], "claims": of_deals}, merged.rests)
    elif as_csv:
        print_csv((_row(deal, claims[c], claims) for deal in deals for c in deal.claims), _COLUMNS)
    else:
        show(_drawn(merged, deals, claims))
    report(merged.rests.told(number_of(len(deals), "deal")))
    return 0 if merged.rests.read or not merged.rests.failed else 1


def _side(option: str, wanted: str | None, sides: Sequence[str | None]) -> str | None:
    """What deals call the side that is wanted: a state by its code, others by name.

    Raises:
        click.UsageError: it is no state, and on that side of no deal.
    """
    if wanted is None:
        return None
    known = sorted({side for side in sides if side})
    if found := next((side for side in known if side.casefold() == wanted.casefold()), None):
        return found
    from onrecord.grounding.actors.composing import country_of
    from onrecord.grounding.places.names import gazetteer

    code = wanted.upper() if gazetteer().has(wanted.upper()) else country_of(wanted) or country_of(wanted.title())
    if code is None:
        here = f"; here are {', '.join(known[:_NAMED])}{' …' if len(known) > _NAMED else ''}" if known else ""
        raise click.UsageError(f"{option}: {wanted!r} is no state, and on that side of no deal{here}")
    return code


def _row(deal: "Deal", claim: "Claim", claims: "dict[str, Claim]") -> dict[str, object]:
    from onrecord.across.totals import came_in_words, number_in_words

    steps = [claims[c] for c in deal.claims]
    return {
        "deal": deal.id,
        "supplier": deal.supplier,
        "recipient": deal.recipient,
        "total": "; ".join(number_in_words(total, steps) for total in deal.totals),
        "delivered": "; ".join(filter(None, (came_in_words(total, steps) for total in deal.totals))),
        "claim": claim.id,
        "story": claim.story,
        "status": claim.status.value,
        "time": claim.time,
        "items": "; ".join(claim.items),
        "figures": "; ".join(f"{f.what} {f.value} ({', '.join(f.by)})" for f in claim.figures),
        "asserted_by": who_of(claim.asserts),
        "denied_by": who_of(claim.denies),
        "narrated_by": ", ".join(dict.fromkeys(n.newsroom or n.document for n in claim.narrated)),
        "outlets": claim.outlets,
        "newsrooms": claim.newsrooms,
        "origins": claim.origins,
        "parties": claim.parties,
        "corroborated": "yes" if claim.corroborated else "no",
        "disputed": "yes" if claim.disputed else "no",
        "retracted": "yes" if claim.retracted else "no",
        "first": claim.first,
        "last": claim.last,
    }


def _drawn(merged: Merged, deals: "list[Deal]", claims: "dict[str, Claim]") -> "Iterator[RenderableType]":
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from onrecord.across.totals import in_words
    from onrecord.export.times import time_in_words
    from onrecord.export.visible import one_line

    for deal in deals:
        steps = [claims[c] for c in deal.claims]
        totals = "; ".join(in_words(total, steps) for total in deal.totals)
        yield Text(one_line(f"{deal.supplier or '?'} → {deal.recipient or '?'}{': ' + totals if totals else ''}  {deal.id}"), "bold")
        table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0), leading=1)
        for name, ratio in (("step", 3), ("who says so", 4), ("who denies it", 3), ("how many", 3)):
            table.add_column(name, overflow="fold", ratio=ratio)
        for claim in (claims[c] for c in deal.claims):
            told = ", ".join(filter(None, (claim.status.value, time_in_words(claim.time or ""), ", ".join(claim.items[:2]))))
            figures = "; ".join(f"{f.what} {f.value} by {', '.join(f.by)}" for f in claim.figures)
            asserted = who_of(claim.asserts) or "nobody is quoted"
            if claim.narrated:
                asserted += "; told by " + ", ".join(dict.fromkeys(n.newsroom or "the page" for n in claim.narrated))
            table.add_row(
                Text("\n".join(filter(None, (one_line(told), one_line(figures), claim.id)))),
                Text(one_line(asserted)),
                Text(one_line(who_of(claim.denies)) if claim.denies else merged.rests.no_denial(), "" if claim.denies else "dim"),
                Text("\n".join(filter(None, (counts_of(claim), flags_of(claim))))),
            )
        yield Padding(table, (0, 0, 1, 2))
