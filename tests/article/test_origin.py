"""Who publishes the page, in text that was copied out of one: the name is given where the page bears it out, and else left open."""

import pytest

import onrecord

NEWS = (
    "The harbour board of Tarvik denied on Tuesday that it had sold two tugs to a firm in Norland.\n\n"
    "A spokeswoman told the Tarvik Courier that the tugs were being repaired in a yard at Sund.\n\n"
    "Two members of the board said that a price had been agreed in spring, and that papers were drawn up.\n"
)
HEAD = "Board denies sale of two harbour tugs"


@pytest.mark.parametrize(
    ("before", "after", "outlet"),
    [
        ("The Sund Ledger\nHome\nNews\n", "", "The Sund Ledger"),
        ("Sund Ledger\nHome\nNews\n", "© 2026 Sund Ledger Ltd. All rights reserved", "Sund Ledger"),
        ("Home\nNews\nQuayside\n", "Copyright 2026 Quayside. All rights reserved", "Quayside"),
        ("Home\nTarvik Courier\nSport\n", "", "Tarvik Courier"),  # named in a sentence below
        ("Home\nNews\n", "© Tarvik Courier 2026", "Tarvik Courier"),
        (f"{HEAD} | Quayside Weekly\nHome\n", "", "Quayside Weekly"),
        ("Home\nLocal News\nStrange News\nSupport Local News\n", "", None),
        ("Home\nFor the Record\nRugby Union\nUnder Review\n", "", None),
        ("Home\nTarvik\n", "© 2026 Tarvik and Sund Press Holding", None),
        ("Home\nNews\n", "© Great Media Holding 2026", None),
    ],
)
def test_outlet_of_flattened_text(before: str, after: str, outlet: str | None) -> None:
    record = onrecord.read_text(f"{before}\n{HEAD}\n\nBy Jane Roe\n\n{NEWS}\n{after}\n", until="article")
    assert record.article is not None
    assert record.article.outlet == outlet


@pytest.mark.parametrize(("title", "outlet"), [(f"{HEAD} | Sund Ledger", "Sund Ledger"), (f"{HEAD} - Print", None), (HEAD, None)])
def test_outlet_of_a_title(title: str, outlet: str | None) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in NEWS.strip().split("\n\n"))
    record = onrecord.read_html(f"<title>{title}</title><h1>{HEAD}</h1>{paragraphs}", until="article")
    assert record.article is not None
    assert record.article.outlet == outlet
