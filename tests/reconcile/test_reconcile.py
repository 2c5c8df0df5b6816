"""Registers against a store, end to end: verdicts, the copy, and what is refused before anything is written."""

import csv
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from onrecord.errors import OnRecordError, RegisterError
from onrecord.reconcile import reconcile
from onrecord.reconcile.copy import write_copy
from onrecord.reconcile.figures import differences_of
from onrecord.reconcile.known import Quotes, known_of
from onrecord.reconcile.told import Linked
from onrecord.store import open_store
from onrecord.store.store import Store
from tests import processes
from tests.reconcile.store import deals_store
from tests.terminal import on_terminal

NAMES = ("Supplier", "Recipient", "Weapon designation", "Weapon description", "Number ordered", "Year of order", "Year(s) of delivery",
         "Number delivered", "Comments")  # fmt: skip
ROWS: list[tuple[tuple[Any, ...], str, str]] = [
    (("Turkiye", "Kenya", "Bayraktar TB-2", "UCAV", 12, 2020, "2021", 12, ""), "supported", "told as the row has it"),
    (("Turkey", "KEN", "Bairaktar TB2", "UAV", 12, 2020, None, 0, ""), "later stage", "delivery told of 2021-06"),
    (("Turkey", "Kenya", "Bayraktar TB2", "UAV", 20, 2020, "2021", 20, ""), "figures differ", "number 12 (Kenya), not 20"),
    (("Turkey", "Kenya", "Bayraktar TB2", "UAV", 12, 2018, "2021", 12, ""), "figures differ", "year of order 2020"),
    (("Serbia", "Kenya", "Nora B-52", "SPG", 8, 2019, None, None, ""), "supported", "told as the row has it"),
    (("Serbia", "Kenya", "Nora B-52", "SPG", 8, 2019, "2021", 8, ""), "earlier stage", "told only as agreed"),
    (("Iran", "Ethiopia", "Muhajir-6", "UAV", 4, None, "2021", 4, ""), "disputed", "denied by Ethiopia"),
    (("Spain", "Ghana", "", "Patrol craft", "(4)", 2020, "2022", 4, ""), "supported", "by the kind of weapon"),
    (("India", "Phillipines", "BrahMos", "Anti-ship missile", 30, 2022, None, None, ""), "earlier stage", "asked for"),
    (("Spain", "Coastal states", "Corsario", "OPV", 4, 2020, None, None, ""), "no single party", "is a group"),
    (
        ("Spain", "Ghana", "C-295", "Transport aircraft", 4, 2020, None, None, ""),
        "nothing found",
        "nothing found in 7 pages read; of these two sides",
    ),
    (("Turkey", "Kenya", "Bayraktar TB2", "UCAV", "two hundred", 2020, "2021", "", ""), "figures differ", "number 12 (Kenya), not 200"),
    (("Turkey", "Kenya", "Bayraktar TB2", "UCAV", 12, "2024-05-05", "2021", 12, ""), "figures differ", "year of order 2020"),
    (
        ("Turkey", "Kenya", "Bayraktar TB2", "UCAV", "12/24", 2020, "2021", 12, ""),
        "supported",
        "told as the row has it; not read, and so not held against anything: number ordered “12/24”",
    ),
    (("France", "Ghana", "Rafale", "FGA aircraft", 4, 2020, None, None, ""), "nothing found", "nothing found in 7 pages read"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with deals_store(tmp_path_factory.mktemp("deals") / "deals.db") as opened:
        yield opened


def write_csv(path: Path, rows: list[tuple[Any, ...]], *, above: int = 0, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([["Transfers of weapons, as of 2023"], *([[""]] * (above - 1))] if above else [])
        writer.writerows(rows)
    return path


def write_xlsx(path: Path, rows: list[tuple[Any, ...]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_each_row_gets_its_verdict_and_why(store: Store, tmp_path: Path) -> None:
    register = write_csv(tmp_path / "register.csv", [NAMES, *(row for row, _, _ in ROWS)])
    found = reconcile(register, store)
    assert [(one.verdict, why in one.why) for one, (_, _, why) in zip(found.rows, ROWS, strict=True)] == [(verdict, True) for _, verdict, _ in ROWS]
    assert [judged.row.at for judged in found.rows] == list(range(2, 2 + len(ROWS)))
    assert sum(found.counts().values()) == len(ROWS)


@pytest.mark.parametrize(
    ("steps", "year", "told"),
    [
        pytest.param(("agreed", "done"), 2020, None, id="before it came"),
        pytest.param(("agreed", "done"), 2021, None, id="signed a year after it was agreed on"),
        pytest.param(("agreed", "done"), 2030, "2021 at the latest", id="after all"),
        pytest.param(("done",), 2021, None, id="in the year in which it came"),
        pytest.param(("done",), 2022, "2021 at the latest", id="after it came"),
        pytest.param(("agreed",), 2022, "2021 at the latest", id="two years after it was agreed on"),
        pytest.param(("agreed",), "2019-2024", None, id="of a span that begins before"),
    ],
)
def test_an_order_after_what_is_told_of_it_is_told_otherwise(
    store: Store, tmp_path: Path, steps: tuple[str, ...], year: int | str, told: str | None
) -> None:
    """Where no page tells when it was ordered: it was agreed on in March 2020 and came in June 2021."""
    row = ("Turkey", "Kenya", "Bayraktar TB2", "UCAV", 12, year, None, None, "")
    (judged,) = reconcile(write_csv(tmp_path / "register.csv", [NAMES, row]), store).rows
    deal = next(deal for deal in known_of(store).deals if (deal.deal.supplier, deal.deal.recipient) == ("TUR", "KEN"))
    about = tuple(replace(one, ordered=None) for one in deal.told if one.step in steps)
    found = [one.told for one in differences_of(judged.row, replace(deal, told=about), about) if one.what == "year of order"]
    assert found == ([told] if told else [])


def test_deals_that_the_register_lacks_come_most_solid_first(store: Store, tmp_path: Path) -> None:
    register = write_csv(tmp_path / "register.csv", [NAMES, ROWS[0][0]])
    lacks = reconcile(register, store).lacks
    sides = [(deal.deal.supplier, deal.deal.recipient) for deal in lacks]
    assert set(sides) == {("SRB", "KEN"), ("IRN", "ETH"), ("ESP", "GHA"), ("IND", "PHL")}
    assert sides[-1] == ("IND", "PHL")  # only asked for
    assert sides.index(("IRN", "ETH")) > max(sides.index(("SRB", "KEN")), sides.index(("ESP", "GHA")))  # denied


SIPRI = {
    "16 columns": (
        ["Recipient", "Supplier", "Year of order", "", "Number ordered", "", "Weapon designation", "Weapon description", "Number delivered", "",
         "Year(s) of delivery", "status", "Comments", "SIPRI TIV per unit", "SIPRI TIV for total order", "SIPRI TIV of delivered weapons"],
        ["Kenya", "Turkiye", "2020", "", "12", "", "Bayraktar TB-2", "UCAV", "12", "", "2021", "New", "", "1", "12", "12"], ",", 11,
    ),
    "17 columns": (
        ["SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description", "Armament category", "Order date", "Order date is estimate",
         "Numbers delivered", "Numbers delivered is estimate", "Delivery year", "Delivery year is estimate", "Status", "SIPRI estimate",
         "TIV deal unit", "TIV delivery values", "Local production"],
        ["1", "Turkiye", "Kenya", "Bayraktar TB-2", "UCAV", "Aircraft", "2020", "No", "12", "No", "2021", "No", "New", "1", "1", "1", "No"], ",", 0,
    ),
    "deals and TIVs": (
        ["Deal ID", "Seller", "Buyer", "Designation", "Description", "Armament category", "Order date", "Order date is estimate", "Numbers delivered",
         "Numbers delivered is estimate", "Delivery year", "Delivery year is estimate", "Status", "SIPRI estimate", "TIV deal unit",
         "TIV delivery values", "Local production"],
        ["1", "Turkiye", "Kenya", "Bayraktar TB-2", "UCAV", "Aircraft", "2020", "No", "12", "No", "2021", "No", "New", "1", "1", "1", "No"], ";", 3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", SIPRI)
def test_the_forms_of_sipri_are_known_out_of_the_box(store: Store, tmp_path: Path, form: str) -> None:
    names, row, delimiter, above = SIPRI[form]
    register = write_csv(tmp_path / "trade-register.csv", [tuple(names), tuple(row)], above=above, delimiter=delimiter)
    found = reconcile(register, store)
    assert [judged.verdict for judged in found.rows] == ["supported"]
    assert {"supplier", "recipient", "weapon", "description", "delivered", "year", "years"} <= found.columns.at.keys()


def test_the_copy_keeps_what_is_theirs_and_the_register_stays_as_it_is(store: Store, tmp_path: Path) -> None:
    """Formats, formulas, merged cells and other sheets are in the copy; links and quotes beside; nothing of a page is run."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title, sheet["A1"] = "Deals", "Ours"
    sheet["A1"].font, sheet["A1"].comment = Font(bold=True, size=20), Comment("a note of ours", "us")
    for n, row in enumerate([NAMES, ROWS[0][0], ROWS[1][0], ROWS[6][0]], 3):
        for at, cell in enumerate(row, 1):
            sheet.cell(n, at, cell)
    sheet.merge_cells("A4:A5")
    sheet["K8"], sheet["L8"] = "=SUM(E4:E6)", "total"
    book.create_sheet("Notes")["B2"] = "kept"
    register, out = tmp_path / "ours.xlsx", tmp_path / "checked.xlsx"
    book.save(register)
    before = digest(register)
    done = processes.run_text("reconcile", register, store.path, "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    assert "3 rows: 1 supported, 1 disputed, 1 later stage" in done.stderr
    assert digest(register) == before
    copy = openpyxl.load_workbook(out)
    ours = copy["Deals"]
    assert copy.sheetnames == ["Deals", "Notes", "onrecord lacking", "onrecord about"]
    assert (ours["A1"].font.size, ours["A1"].comment.text, ours["K8"].value, copy["Notes"]["B2"].value) == (
        20,
        "a note of ours",
        "=SUM(E4:E6)",
        "kept",
    )
    assert "A4:A5" in [str(merged) for merged in ours.merged_cells.ranges]
    names = {ours.cell(3, at).value: at for at in range(10, ours.max_column + 1) if ours.cell(3, at).value}
    assert min(names.values()) > 12  # behind all that is theirs
    assert ours.cell(6, names["onrecord: verdict"]).value == "disputed"
    assert ours.cell(6, names["onrecord: denied by"]).value == "Ethiopia"
    assert "“any Mohajer-6 drones were delivered” (Dara Post, 2021-08-02;" in ours.cell(6, names["onrecord: quotes"]).value
    link = ours.cell(6, names["onrecord: link"])
    assert link.hyperlink.target == link.value
    assert link.value.startswith("http://127.0.0.1:8000/claim/")
    claim = link.value.rpartition("/")[2]
    assert store.connection.execute("SELECT count(*) FROM claim WHERE id = ?", (claim,)).fetchone() == (1,)
    assert [cell.data_type for row in copy["onrecord about"] for cell in row if cell.value] == ["s"] * sum(
        bool(c.value) for r in copy["onrecord about"] for c in r
    )


def test_a_csv_file_gets_a_csv_copy_of_its_own_form_and_one_of_what_it_lacks(store: Store, tmp_path: Path) -> None:
    rows = [NAMES, ("Türkiye", *ROWS[0][0][1:8], "=cmd()")]
    register = write_csv(tmp_path / "ours.csv", rows, above=2, delimiter=";", encoding="cp1252")
    out = tmp_path / "checked.csv"
    done = processes.run_text("reconcile", register, store.path, "--out", out, "--links", "site/")
    assert done.returncode == 0, done.stderr
    told = list(csv.reader(out.read_text(encoding="cp1252").splitlines(), delimiter=";"))
    assert told[3][:9] == ["Türkiye", *(str(cell) for cell in rows[1][1:])]
    assert told[2][9:11] == ["onrecord: verdict", "onrecord: why"]
    assert (told[3][9], told[3][15].startswith("site/claim/"), told[3][15].endswith(".html")) == ("supported", True, True)
    assert len((tmp_path / "checked-lacking.csv").read_text(encoding="utf-8").splitlines()) == 5


def _book(*sheets: list[tuple[Any, ...]], **made: Any) -> Any:
    def write(path: Path) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for n, rows in enumerate(sheets, 1):
            sheet = book.create_sheet(f"s{n}")
            for row in rows:
                sheet.append(list(row))
            if made.get("password"):
                sheet.protection.sheet, sheet.protection.password = True, made["password"]
        book.save(path)
        return path

    return write


def _bytes(data: bytes) -> Any:
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


def _macros(path: Path) -> Path:
    write_xlsx(path, [NAMES, ROWS[0][0]])
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/vbaProject.bin", b"macros")
    return path


def _cut(path: Path) -> Path:
    write_xlsx(path, [NAMES, ROWS[0][0]])
    path.write_bytes(path.read_bytes()[:2000])
    return path


def _with_sheet(xml: str, *, second: bool = False) -> Any:
    """A book whose sheet, or a second one beside the register, is this XML: a few kilobytes that may stand for very many cells."""

    def write(path: Path) -> Path:
        book = openpyxl.Workbook()
        for row in (NAMES, ROWS[0][0]):
            book.active.append(list(row))
        book.create_sheet("Other")["A1"] = "kept"
        book.save(path)
        parts = _parts_of(path)
        parts[f"xl/worksheets/sheet{1 + second}.xml"] = (
            f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{xml}</worksheet>'.encode()
        )
        return _packed(path, parts)

    return write


def _parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def _packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return path


def _with_bytes(field: int, value: int) -> Any:
    """A book in whose lists of parts, both, a field of two bytes of the sheet has this value: flags at 6, the way it is packed at 8."""

    def write(path: Path) -> Path:
        write_xlsx(path, [NAMES, ROWS[0][0]])
        data = bytearray(path.read_bytes())
        for mark, more, name_at in ((b"PK\x03\x04", 0, 30), (b"PK\x01\x02", 2, 46)):
            start = 0
            while (start := data.find(mark, start)) >= 0:
                if data[start + name_at :].startswith(b"xl/worksheets/sheet1.xml"):
                    data[start + field + more : start + field + more + 2] = value.to_bytes(2, "little")
                start += 4
        path.write_bytes(data)
        return path

    return write


def _spoilt(path: Path) -> Path:
    """A book whose sheet is packed as no packer would."""
    write_xlsx(path, [NAMES, ROWS[0][0]])
    data = bytearray(path.read_bytes())
    start = data.find(b"xl/worksheets/sheet1.xml") + len(b"xl/worksheets/sheet1.xml")
    data[start : start + 40] = b"\xff" * 40
    path.write_bytes(data)
    return path


FAR = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Supplier</t></is></c></row>{}</sheetData>'
FORMULA = ("=B2", *ROWS[0][0][1:])
BAD = [
    pytest.param(_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")), "under a password; open it", id="password"),
    pytest.param(_book([NAMES, ROWS[0][0]], password="x"), "is protected by a password; unprotect a copy", id="protected sheet"),
    pytest.param(_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 workbook"), "an old .xls", id="xls"),
    pytest.param(_macros, "a book with macros; save it as .xlsx", id="macros"),
    pytest.param(_cut, "the book is damaged", id="cut short"),
    pytest.param(_bytes(b"a,b\r\n" * 100_000), "100,000 rows; a register may have 50,000; split it", id="100,000 rows"),
    pytest.param(_book([NAMES, NAMES, ROWS[0][0]]), "two rows of column names: 1 and 2; name the lower one with --header 2", id="two headers"),
    pytest.param(_book([("Who", "Who", "Order", "Order"), NAMES[:4], ROWS[0][0]]), None, id="a heading of groups above the names"),
    pytest.param(_book([ROWS[0][0], ROWS[4][0]]), "no row of column names among the first 2; name the row with --header", id="no header"),
    pytest.param(_book([NAMES, FORMULA]), "A2 (supplier) holds a formula without a stored value", id="formula"),
    pytest.param(_book([NAMES]), "no row of it holds a deal", id="names alone"),
    pytest.param(_book([]), "it is empty", id="empty"),
    pytest.param(
        _book([("Supplier", "Weapon", "Recipient", "Recipient country"), ("a", "b", "c", "d")]),
        "several columns may hold the recipient: C, D",
        id="two recipients",
    ),
    pytest.param(
        _book([("Supplier", "Recipient"), ("Spain", "Ghana")]), "no column is known to hold weapon; say which: --columns weapon=?", id="no weapon"
    ),
    pytest.param(_bytes(b"\x00\x01\x02" * 100), "neither a sheet of Excel nor text", id="bytes"),
    pytest.param(
        _with_sheet(FAR.format("") + '<mergeCells><mergeCell ref="A2:XFD40000"/></mergeCells>'),
        "merged cells that cover 655,343,616 places", id="merged",
    ),
    pytest.param(
        _with_sheet("<sheetData/>" + '<mergeCells><mergeCell ref="A2:XFD40000"/></mergeCells>', second=True),
        "merged cells that cover 655,343,616 places", id="merged elsewhere",
    ),
    pytest.param(_with_sheet(FAR.format('<row r="40000"><c r="XFD40000"><v>1</v></c></row>')), "16,384 columns: no register", id="a far cell"),
    pytest.param(_with_sheet(FAR.format('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')), "1,048,576 rows; a register may", id="a low cell"),
    pytest.param(_with_sheet(FAR.format('<row r="9"><c r="XFD9" s="0"/></row>')), "no row of column names", id="a far cell without a value"),
    pytest.param(_with_sheet('<sheetData><row r="9"><c r="XFD40000"><v>1</v></c></row></sheetData>', second=True), None, id="a far cell elsewhere"),
    pytest.param(_with_bytes(6, 1), "the book is under a password", id="parts under a password"),
    pytest.param(_with_bytes(8, 97), "the book cannot be read: That compression method is not supported", id="packed in an unknown way"),
    pytest.param(_spoilt, "the book cannot be read: Error -3 while decompressing data", id="packed wrongly"),
    pytest.param(_bytes(b"Supplier,Recipient\n" + b"x" * 200_000 + b",b\n"), "no CSV that can be read: field larger than", id="a long field"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "problem"), BAD)
def test_a_bad_register_is_named_with_its_cause_and_nothing_is_written(store: Store, tmp_path: Path, make: Any, problem: str | None) -> None:
    register = make(tmp_path / "register.xlsx")
    if problem is None:
        assert reconcile(register, store).rows[0].verdict == "supported"
        return
    with pytest.raises(OnRecordError) as caught:
        reconcile(register, store)
    assert str(caught.value).startswith(f"{register}: ")
    assert problem in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["register.xlsx"]


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        (["--columns", "supplier=A,recipient=B,weapon=Z"], 1, "there is no such column: weapon=Z; the last is I"),
        (["--columns", "maker=A"], 1, "no such column to name: maker"),
        (["--columns", "supplier"], 1, "'supplier' is not ROLE=COLUMN"),
        (["--columns", "supplier=A,recipient=A"], 1, "one column for supplier and recipient"),
        (["--header", "99"], 1, "there is no row 99"),
        (["--sheet", "x"], 1, "no sheet 'x'; there are 'Sheet'"),
        (["--verdict", "true"], 2, "no such verdict: true"),
        (["--out", "{register}"], 1, "this is the register itself"),
        (["--out", "{folder}/out.ods"], 1, "no form that a copy is written in"),
    ],
)
def test_an_option_that_cannot_be_followed_is_told(store: Store, tmp_path: Path, options: list[str], status: int, told: str) -> None:
    register = write_xlsx(tmp_path / "ours.xlsx", [NAMES, ROWS[0][0]])
    before = digest(register)
    done = processes.run_text("reconcile", register, store.path, *(o.format(register=register, folder=tmp_path) for o in options))
    assert (done.returncode, told in done.stderr) == (status, True), done.stderr
    assert (digest(register), [path.name for path in tmp_path.iterdir()]) == (before, ["ours.xlsx"])


def test_a_store_of_another_version_is_refused_and_nothing_is_written(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    with closing(sqlite3.connect(store.path)) as ours, closing(sqlite3.connect(path)) as newer:
        ours.backup(newer)
        newer.execute("PRAGMA user_version = 99")
    register = write_xlsx(tmp_path / "ours.xlsx", [NAMES, ROWS[0][0]])
    for command in (["reconcile", register, path, "--out", tmp_path / "out.xlsx"], ["audit", path, "--sheet", tmp_path / "s.tsv"]):
        done = processes.run_text(*command)
        assert (done.returncode, "a store of a newer onrecord (schema 99" in done.stderr) == (1, True)
    assert not {"out.xlsx", "s.tsv"} & {one.name for one in tmp_path.iterdir()}


def test_columns_that_were_named_are_kept_beside_the_register(store: Store, tmp_path: Path) -> None:
    rows = [("Von", "An", "Was", "Stück"), ("Turkey", "Kenya", "Bayraktar TB2", 12)]
    register = write_xlsx(tmp_path / "ours.xlsx", rows)
    named = processes.run_text(
        "reconcile", register, store.path, "--header", "1", "--columns", "supplier=A,recipient=B,weapon=C,number=Stück", "--json"
    )
    assert named.returncode == 0, named.stderr
    assert [row["verdict"] for row in json.loads(named.stdout)["rows"]] == ["supported"]
    again = processes.run_text("reconcile", register, store.path, "--json")
    assert json.loads(again.stdout)["rows"] == json.loads(named.stdout)["rows"]
    assert "columns as ours.xlsx.columns.json keeps them" in again.stderr
    write_xlsx(register, [("Von", "An", "Was", "Wann"), *rows[1:]])  # another form: what was kept does not hold
    assert processes.run_text("reconcile", register, store.path).returncode == 1


def test_on_a_terminal_it_asks_which_column_holds_what(store: Store, tmp_path: Path) -> None:
    register = write_xlsx(tmp_path / "ours.xlsx", [("Von", "An", "Was", "Wie viele"), ("Turkey", "Kenya", "Bayraktar TB2", 12)])
    answers = ["1", "Z", "A", "B", "C", "-", "Wie viele", *["-"] * 5]
    told = on_terminal("reconcile", register, store.path, keys="".join(f"{answer}\n" for answer in answers))
    assert "there is no column Z: the last is D" in told
    assert "1 row: 1 supported" in told
    kept = json.loads((tmp_path / "ours.xlsx.columns.json").read_text())
    assert kept["columns"] == {"supplier": 0, "recipient": 1, "weapon": 2, "number": 3}


def test_a_copy_that_is_there_stands_unless_forced(store: Store, tmp_path: Path) -> None:
    register, out = write_xlsx(tmp_path / "ours.xlsx", [NAMES, ROWS[0][0]]), tmp_path / "out.xlsx"
    out.write_bytes(b"theirs")
    assert processes.run_text("reconcile", register, store.path, "--out", out).returncode == 1
    assert out.read_bytes() == b"theirs"
    assert processes.run_text("reconcile", register, store.path, "--out", out, "--force").returncode == 0
    assert openpyxl.load_workbook(out).sheetnames[0] == "Sheet"


@pytest.mark.parametrize(
    ("register", "kept", "out", "told"),
    [
        ("ours.csv", "news.db", "ours.csv", "ours.csv: this is the register itself"),
        ("out-lacking.csv", "news.db", "out.csv", "out-lacking.csv: this is the register itself"),
        ("ours.csv", "s.csv", "s.csv", "s.csv: this is the store itself"),
        ("ours.csv", "s-lacking.tsv", "s.tsv", "s-lacking.tsv: this is the store itself"),
        ("ours.xlsx", "s.xlsx", "s.xlsx", "s.xlsx: this is the store itself"),
        ("ours.csv", "news.db", "link.csv", "link.csv: this is the store itself"),
        ("ours.csv", "news.db", "link-lacking.csv", "link-lacking.csv: this is the store itself"),
    ],
)
def test_nothing_that_a_copy_is_made_of_is_written_over(store: Store, tmp_path: Path, register: str, kept: str, out: str, told: str) -> None:
    """With --force neither: not by the copy, nor by the file of what the register lacks beside it."""
    write = write_xlsx if register.endswith("xlsx") else write_csv
    ours = write(tmp_path / register, [NAMES, ROWS[0][0]])
    with closing(sqlite3.connect(store.path)) as first, closing(sqlite3.connect(tmp_path / kept)) as second:
        first.backup(second)
    if out.startswith("link"):
        (tmp_path / out).hardlink_to(tmp_path / kept)
    with open_store(tmp_path / kept) as opened:
        found = reconcile(ours, opened)
        before = {path.name: digest(path) for path in tmp_path.iterdir()}
        with pytest.raises(RegisterError) as caught:
            write_copy(found, Quotes(opened), tmp_path / out, Linked("http://x"), force=True)
        after = {path.name: digest(path) for path in tmp_path.iterdir()}
    assert told in str(caught.value)
    assert after == before


def test_a_register_that_changes_while_it_is_read_is_not_copied(store: Store, tmp_path: Path) -> None:
    register = write_csv(tmp_path / "ours.csv", [NAMES, ROWS[0][0]])
    found = reconcile(register, store)
    register.write_text("another")
    with pytest.raises(RegisterError, match="was changed while it was read"):
        write_copy(found, Quotes(store), tmp_path / "out.csv", Linked("http://x"))
    assert [path.name for path in tmp_path.iterdir()] == ["ours.csv"]
