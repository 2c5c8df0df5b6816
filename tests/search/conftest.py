"""A store of a few pages, made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.store import open_store
from onrecord.store.store import Store
from tests.search.pages import Deed, Said, fill, record_of

SHELLS = Deed("AID", "occurred", ("PRK",), ("RUS",), "PRK", "RUS")
LIFTED = Deed("SANCTION", "planned", ("TUR",), ("RUS",))

PAGES = (
    record_of(
        "a.html",
        "2023-10-05",
        "Harbour Herald",
        (
            Said("US officials", "North Korea delivered artillery shells to Russia", "asserts", ("USA",), SHELLS),
            Said("Dmitry Orlov", "that any shells were shipped", "denies", ("a1",), SHELLS, cue="denied"),
            Said("he", ("There was no shipment", "and no such deal exists"), "denies", ("a1",)),
        ),
    ),
    record_of(
        "b.html",
        "2023-09-30",
        "Evening Courier",
        (
            Said("The Turkish ministry", "the sanctions would be lifted in March", "expects", ("TUR",), LIFTED),
            Said(None, "ammunition had been delivered to the Wagner Group", "asserts", (), Deed("AID", "planned", ("PRK",), ("a2",), "a3", "a2")),
            Said("The ministry", "to comment", "declines", ("TUR",), cue="declined"),
        ),
    ),
    record_of("c.html", "2022", "Daily Post", (Said("a café owner", "the naïve façade of the déjà vu shell company fell", "holds"),)),
    record_of("d.html", "2023-10", "Daily Post", (Said("analysts", "shells, shells and more shells", None),)),
    record_of("e.html", None, "Daily Post", (Said("a minister", "the shell factory works", "asserts"),)),
)


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "news.db"
    fill(path, PAGES)
    return path


@pytest.fixture
def store(store_path: Path) -> Iterator[Store]:
    with open_store(store_path) as opened:
        yield opened
