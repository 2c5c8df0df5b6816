"""The table of office holders: what closes an open end."""

import os
from pathlib import Path

import pytest

from training.actor_tables import HEAD, OUT, compiled

ROWS = """country,office,person,wikidata,start,end,known_until,source
NOR,Minister of Mills,Ada Falk,Q1,2001-01-01,,2010-01-01,wikidata
NOR,Minister of Mills,Per Lund,Q2,2005-01-01,,2010-01-01,wikidata
NOR,Minister of Mills,Eva Maas,,2012-01-01,,2020-01-01,factbook
NOR,,Kai Berg,Q4,2001-01-01,,2010-01-01,factbook
NOR,Minister of Mills,Old Holder,Q5,1950,1960,2010-01-01,wikidata
"""


def test_the_next_start_closes_a_term_only_where_the_source_reaches(tmp_path: Path) -> None:
    source = tmp_path / "officeholders.csv"
    source.write_text(ROWS, encoding="utf-8")
    rows = [line.split("\t") for line in compiled(source).removeprefix(HEAD).splitlines()]
    assert [(row[1], row[4], row[5], row[6]) for row in rows] == [
        ("Ada Falk", "2001-01-01", "2005-01-01", "2010-01-01"),
        ("Eva Maas", "2012-01-01", "", "2020-01-01"),
        ("Per Lund", "2005-01-01", "", "2010-01-01"),  # who came in 2012 is beyond what the source of 2010 knew
    ]


HOLDERS = Path(os.environ.get("ONRECORD_SHARED", "")) / "sources/actors/officeholders.csv"


@pytest.mark.skipif(not HOLDERS.is_file(), reason="no sources here")
def test_the_table_is_what_the_sources_give() -> None:
    assert compiled(HOLDERS) == OUT.read_text(encoding="utf-8")
