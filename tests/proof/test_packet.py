"""A packet and its verdict: what is in it, that each byte of it is checked, that what it says comes out of its bytes, and what is refused."""

import hashlib
import io
import json
import re
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import audit
from onrecord.errors import PacketError, StoreError
from onrecord.proof.container import ARCHIVE, SUMS, open_container, write_container
from onrecord.proof.program import Program, differences, present
from onrecord.proof.verify import Verdict, verify
from onrecord.proof.writing import write
from onrecord.store.store import Store
from tests.processes import run, run_text
from tests.proof.forging import Files, files_of, forged, sealed
from tests.proof.given import key_of, make_store, told_claim


def resealed(packet: Path, path: Path, part: str, old: str, new: str) -> Verdict:
    """The verdict on a packet in which somebody changed a part, and made every digest right after it."""

    def edit(files: Files) -> None:
        assert old.encode() in files[part], (part, old)
        files[part] = files[part].replace(old.encode(), new.encode(), 1)

    return verify(str(forged(packet, path, edit)))


def test_a_packet_comes_out_the_same_and_two_of_one_store_are_one(store_path: Path, packet: Path, tmp_path: Path) -> None:
    verdict = verify(str(packet))
    assert verdict.same
    assert (verdict.changed, verdict.differs, [page.source for page in verdict.pages]) == ((), (), ["bytes"] * 3)
    assert {one.outcome for one in verdict.cells} == {"same"}
    assert len(verdict.cells) > 200
    with Store(store_path) as store:
        claim = told_claim(store)
    again = tmp_path / "again.zip"
    packed = write(str(store_path), [claim], again)
    assert again.read_bytes() == packet.read_bytes()
    assert packed.digest == verdict.digest == hashlib.sha256(packet.read_bytes()).hexdigest()
    assert verdict.claims == (claim,)


def test_other_programs_read_a_packet(packet: Path, tmp_path: Path) -> None:
    """zipfile finds no damage, sha256sum holds every file, and the words stand where the table says, by nothing but JSON and slicing."""
    with zipfile.ZipFile(packet) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    if shutil.which("sha256sum"):
        done = subprocess.run(["sha256sum", "--quiet", "--strict", "-c", SUMS], cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
    quoted = 0
    for cell in json.loads((tmp_path / "cells.json").read_text(encoding="utf-8")):
        if cell["words"] is not None and cell["spans"]:
            text = json.loads((tmp_path / f"pages/{cell['page']}/record.json").read_text(encoding="utf-8"))["document"]["text"]
            assert " ".join(text[start:end] for start, end in cell["spans"]) == cell["words"]
            quoted += 1
    assert quoted > 100
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["made_by"] == present().to_dict()
    assert manifest["audits"].startswith("not audited")
    for page in manifest["pages"]:
        assert f"sha256:{hashlib.sha256((tmp_path / page['source']).read_bytes()).hexdigest()}" == page["document"]


def test_the_pages_of_a_packet_load_nothing(packet: Path) -> None:
    for name, data in files_of(packet).items():
        if name.endswith(".html"):
            text = data.decode()
            assert "default-src 'none'" in text
            assert not any(word in text for word in ("<script", "src=", "url(", "@import"))


PARTS = (
    "source.bin", "capture.json", "record.json", "page.html", "README.txt", "cells.csv", "cells.json", "claims.json", "index.html",
    "manifest.json", SUMS,
)  # fmt: skip


def test_the_page_of_a_packet_is_for_people_first_and_has_its_digests_last(packet: Path) -> None:
    page = open_container(str(packet)).files["index.html"].decode()
    told, files = page.split('<h2 id="files">')
    assert not re.search(r"[0-9a-f]{64}", told)
    assert files.lstrip().startswith("Files</h2>\n<details>")
    assert re.search(r"; said \d+ [A-Z][a-z]+ \d{4}<", told) or re.search(r"<bdi>said \d+ [A-Z][a-z]+ \d{4}</bdi>", told)
    assert "independently_reported" not in told
    assert told.index("What is not proven</h2>") < told.index("How often such records are wrong</h2>") < told.index("How to check</h2>")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("packed", [False, True], ids=["in the file", "packed again"])
@pytest.mark.usefixtures("read_once")
def test_one_byte_changed_in_a_part_is_found_and_named(packet: Path, tmp_path: Path, part: str, packed: bool) -> None:
    name = next(name for name in open_container(str(packet)).files if name.rpartition("/")[2] == part)
    changed = tmp_path / "changed.zip"
    data = bytearray(packet.read_bytes())
    with zipfile.ZipFile(packet) as archive:
        info = archive.getinfo(name)
        at = info.header_offset + 30 + len(name) + info.file_size // 2
        data[at] ^= 1
        changed.write_bytes(data)
        if packed:  # with another program, which makes the sums of the archive right
            with zipfile.ZipFile(changed, "w") as out:
                for member in archive.infolist():
                    content = bytearray(archive.read(member))
                    if member.filename == name:
                        content[info.file_size // 2] ^= 1
                    out.writestr(member, bytes(content))
                out.comment = archive.comment
    verdict = verify(str(changed))
    assert not verdict.same
    assert verdict.changed[0][0] == name


def _small() -> bytes:
    """A container of a few bytes, so that each of them can be changed in turn."""
    out = io.BytesIO()
    write_container([("README.txt", b"read me"), ("pages/c0123456789abcdef/source.bin", bytes(range(40))), ("manifest.json", b"{}")], out)
    return out.getvalue()


def _is_found(data: bytes, path: Path) -> bool:
    """Whether it is told that a container was changed, or it is refused by name; any other error is a defect."""
    path.write_bytes(data)
    try:
        return bool(open_container(str(path)).changed)
    except PacketError as error:
        return str(path) in str(error)


@pytest.mark.parametrize("flip", [1, 0x80])
def test_every_byte_of_a_container_is_checked(tmp_path: Path, flip: int) -> None:
    """Files, names, times, sizes, the list of members, the comment."""
    data, path = _small(), tmp_path / "small.zip"
    assert not _is_found(data, path)
    missed = [at for at in range(len(data)) if not _is_found(data[:at] + bytes([data[at] ^ flip]) + data[at + 1 :], path)]
    assert missed == []


@given(st.data())
def test_whatever_is_cut_out_or_put_in_is_found(tmp_path_factory: pytest.TempPathFactory, draw: st.DataObject) -> None:
    data = _small()
    start = draw.draw(st.integers(0, len(data)))
    end = draw.draw(st.integers(start, min(len(data), start + 200)))
    put = draw.draw(st.binary(max_size=40) | st.sampled_from([b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", data[:60]]))
    changed = data[:start] + put + data[end:]
    if changed != data:
        assert _is_found(changed, tmp_path_factory.getbasetemp() / "drawn.zip")


@pytest.mark.parametrize(
    ("part", "old", "new", "named"),
    [
        ("claims.json", '"outlets": 3', '"outlets": 4', "claims.json"),
        ("record.json", '"stance": "denies"', '"stance": "asserts"', "cells.json"),
        ("cells.json", '"denies"', '"asserts"', "cells.json"),
        ("cells.json", '"Ostania"', '"Osmania"', "cells.json"),
        ("cells.csv", "denies", "asserts", "cells.csv"),
        ("capture.json", "news.example", "mews.example", "capture.json"),
        ("source.bin", "denied", "admits", "source.bin"),
    ],
)
def test_what_is_changed_with_every_digest_made_right_does_not_come_out_again(
    packet: Path, tmp_path: Path, part: str, old: str, new: str, named: str
) -> None:
    """Digests guard against accidents; against somebody who makes them anew there is the reading."""
    name = next(name for name, data in files_of(packet).items() if name.rpartition("/")[2] == part and old.encode() in data)
    verdict = resealed(packet, tmp_path / "changed.zip", name, old, new)
    assert not verdict.same
    assert any(changed.rpartition("/")[2] == named for changed, _ in verdict.changed)


def test_a_cell_that_differs_is_told_with_what_comes_out_now(packet: Path, tmp_path: Path) -> None:
    verdict = resealed(packet, tmp_path / "changed.zip", "cells.json", '"value": "denies"', '"value": "confirms"')
    (wrong,) = [one for one in verdict.cells if one.outcome != "same"]
    assert wrong.cell is not None
    assert wrong.again is not None
    assert (wrong.outcome, wrong.cell.value, wrong.again.value) == ("differs", "confirms", "denies")
    assert wrong.cell.cell.endswith(".stance")


ALTERED = [
    # in claims.json alone, with every digest made right: what is named
    ('"outlets": 3', '"outlets": 4', "outlets: it says 4, and 3 comes out of its pages"),
    ('"disputed": false', '"disputed": true', "disputed: it says yes, and no comes out of its pages"),
    ('"first": "2024', '"first": "2023', "comes out of its pages"),
    ('"asserts": [', '"doubts": [], "asserts": [', "a name stands twice"),
    ('"party": "PER"', '"party": "Velmar"', "asserts[2].party: it says Velmar, and PER comes out of its pages"),
    ('"origin": "o88019087f938"', '"origin": "o000000000000"', "asserts[0].origin: it says o000000000000, and o88019087f938 comes out of its pages"),
]


@pytest.mark.parametrize(("old", "new", "told"), ALTERED)
@pytest.mark.usefixtures("read_once")
def test_what_claims_json_says_otherwise_than_its_pages_is_named(packet: Path, tmp_path: Path, old: str, new: str, told: str) -> None:
    verdict = resealed(packet, tmp_path / "changed.zip", "claims.json", old, new)
    problems = [problem for part, problem in verdict.changed if part == "claims.json"]
    assert not verdict.same
    assert [told in problem for problem in problems] == [True]


def test_another_onrecord_is_told_with_what_differs_and_its_cells_are_compared(packet: Path, tmp_path: Path) -> None:
    verdict = resealed(packet, tmp_path / "old.zip", "manifest.json", f'"code": "{present().code}"', f'"code": "{"0" * 64}"')
    assert verdict.differs == (f"another build of onrecord {present().version} made it: its code differs",)
    assert verdict.same  # nothing else is another
    assert "index.html: another onrecord made it" in verdict.not_compared
    now = Program("1.0", "c", {"a": "1", "b": "2"}, {"t": "3"}, {"regex": "1"})
    assert differences({"version": "1.0", "code": "d", "models": {"a": "1", "b": "9"}, "tables": {"t": "3"}, "libraries": {}}, now) == (
        "another build of onrecord 1.0 made it: its code differs",
        "other models: b",
        "other libraries: regex",
    )


def test_corrections_go_with_their_page_and_are_derived_again(tmp_path: Path) -> None:
    path, out = tmp_path / "news.db", tmp_path / "page.zip"
    make_store(path)
    with Store(path) as store:
        page = key_of(store, "grain")
        store.correct(page, "article.published.date", "2024-06-11", author="Ada", why="the print edition", time="2026-01-01T00:00:00Z")
    write(str(path), [page], out)
    names = {name.rpartition("/")[2] for name in files_of(out)}
    assert {"reading.json", "corrections.jsonl"} <= names
    verdict = verify(str(out))
    assert verdict.same
    assert next(one.told.value for one in verdict.cells if one.told.cell == "article.published.date") == "2024-06-11"
    other = resealed(out, tmp_path / "other.zip", f"pages/{page}/corrections.jsonl", '"2024-06-11"', '"2024-06-10"')
    assert any(one.told.cell == "article.published.date" and one.outcome == "differs" for one in other.cells)


def test_a_page_without_bytes_is_read_from_its_text_and_that_is_said(tmp_path: Path) -> None:
    path, out = tmp_path / "news.db", tmp_path / "page.zip"
    make_store(path, source=False)
    with Store(path) as store:
        page = key_of(store, "grain")
    packed = write(str(path), [page], out)
    assert any(page in limit and "no bytes" in limit for limit in packed.limits)
    verdict = verify(str(out))
    assert verdict.same
    assert [one.source for one in verdict.pages] == ["text"]
    assert verdict.limits == packed.limits


def test_claims_and_pages_go_into_one_packet_and_each_page_is_there_once(store_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.zip"
    with Store(store_path) as store:
        claims = [claim.id for claim in store.stories().claims]
        grain = key_of(store, "grain")
    assert len(claims) > 1
    packed = write(str(store_path), [*claims, grain, grain], out)
    assert (packed.pages, [claim.id for claim in packed.claims]) == (4, claims)
    verdict = verify(str(out))
    assert verdict.same
    assert {one.told.cell.partition(".")[0] for one in verdict.cells if one.told.cell.startswith("claims[")} == {f"claims[{one}]" for one in claims}


def test_audits_of_the_store_go_with_a_packet(tmp_path: Path) -> None:
    path, out = tmp_path / "news.db", tmp_path / "page.zip"
    make_store(path)
    with Store(path) as store:
        page, drawn = key_of(store, "grain"), audit.draw(store, rows=4)
        for row in drawn.rows:
            audit.judge_row(store, row, "ada", "right")
    write(str(path), [page], out)
    files = files_of(out)
    (told,) = json.loads(files["audits.json"])
    assert json.loads(files["manifest.json"])["audits"] == [told]
    assert {one["wrong"] for one in told["kinds"] if one["judged"]} == {0}
    assert "not audited" not in files["README.txt"].decode().lower()
    assert verify(str(out)).same


def _zip_of(path: Path, make: Callable[[zipfile.ZipFile], object]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        make(archive)


def _linked(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("pages/c0123456789abcdef/source.bin")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(info, "/etc/passwd")


def _twice(archive: zipfile.ZipFile) -> None:
    archive.writestr("manifest.json", "{}")
    with pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("manifest.json", "{}")


HOSTILE: dict[str, tuple[Callable[[zipfile.ZipFile], object], str]] = {
    "a name that leads up": (lambda a: a.writestr("../../x", "x"), "'../../x': a name that could lead out"),
    "a name within that leads up": (lambda a: a.writestr("pages/../../x", "x"), "a name that could lead out"),
    "an absolute name": (lambda a: a.writestr("/etc/x", "x"), "'/etc/x': a name that could lead out"),
    "a name of another system": (lambda a: a.writestr("C:\\x", "x"), "a name that could lead out"),
    "a name that hides": (lambda a: a.writestr("\u202etxt.exe", "x"), "a name that could lead out"),
    "a link": (_linked, "a link, folder or device"),
    "a bomb": (lambda a: a.writestr("manifest.json", b"0" * 50_000_000, zipfile.ZIP_DEFLATED), "it is compressed"),
    "a file twice": (_twice, "it is in the packet twice"),
    "no manifest": (lambda a: a.writestr("README.txt", "x"), "it has no manifest.json and SHA256SUMS"),
    "a spreadsheet": (lambda a: a.writestr("docProps/app.xml", b"0" * 500, zipfile.ZIP_DEFLATED), "it has no manifest.json and SHA256SUMS"),
    "nothing": (lambda a: None, "it has no manifest.json and SHA256SUMS"),
    "a packet within": (lambda a: a.writestr("claim.zip", b"PK"), "it has no manifest.json and SHA256SUMS"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_packet_is_refused_and_nothing_is_written(tmp_path: Path, case: str) -> None:
    make, told = HOSTILE[case]
    path = tmp_path / "claim.zip"
    _zip_of(path, make)
    if "it has no" not in told:
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("SHA256SUMS", "")  # so that it gives itself out as a packet
    before = path.read_bytes()
    with pytest.raises(PacketError) as caught:
        verify(str(path))
    assert told in str(caught.value)
    assert str(path) in str(caught.value)
    assert caught.value.remedy
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("claim.zip", before)]


def _encrypted(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + bytes([data[at + 8] | 1]) + data[at + 9 :]


def _sized(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02")
    return data[: at + 24] + (2**31).to_bytes(4, "little") + data[at + 28 :]


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "encrypted": (_encrypted, "it is encrypted"),
    "an absurd size": (_sized, "it is compressed (3"),
    "cut": (lambda data: data[: len(data) // 2], "no zip archive that can be read"),
    "empty": (lambda data: b"", "no zip archive that can be read"),
    "text": (lambda data: b"not a packet", "no zip archive that can be read"),
    "more files than a packet has": (lambda data: data + b"PK\x01\x02" * 60_000, "more than 50,000 files"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_packet_is_refused(packet: Path, tmp_path: Path, case: str) -> None:
    make, told = BROKEN[case]
    path = tmp_path / "claim.zip"
    path.write_bytes(make(packet.read_bytes()))
    with pytest.raises(PacketError) as caught:
        verify(str(path))
    assert told in str(caught.value)


@pytest.mark.parametrize("part", ["capture.json", "record.json", "cells.json", "claims.json", "manifest.json"])
@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"headers": {}}', b"[" * 100_000, b"\xff", b'[{"claim": 1}]'], ids=range(7))
@pytest.mark.usefixtures("read_once")
def test_a_part_that_holds_no_such_thing_is_named(packet: Path, tmp_path: Path, part: str, content: bytes) -> None:
    """Sealed by somebody who knows how: what is wrong is told, never raised."""
    files = files_of(packet)
    name = next(name for name in files if name.rpartition("/")[2] == part)
    files[name] = content
    path = sealed(files, tmp_path / "claim.zip")
    if part == "manifest.json":
        with pytest.raises(PacketError, match=str(path)):
            verify(str(path))
        return
    verdict = verify(str(path))
    assert not verdict.same
    assert any(changed == name for changed, _ in verdict.changed)


def test_what_is_no_part_of_a_packet_is_named(packet: Path, tmp_path: Path) -> None:
    path = sealed(files_of(packet) | {"pages/run.exe": b"MZ"}, tmp_path / "claim.zip")
    assert ("pages/run.exe", "no part of a packet has that name") in verify(str(path)).changed


def test_names_that_no_packet_holds_cannot_be_written() -> None:
    for name in ("../x", "a//b", "/a", "a b", SUMS, ""):
        with pytest.raises(ValueError, match="no name of a file"):
            write_container([(name, b"")], io.BytesIO())


def test_the_order_of_files_is_part_of_a_packet(packet: Path, tmp_path: Path) -> None:
    files = files_of(packet)
    moved = tmp_path / "moved.zip"
    with zipfile.ZipFile(packet) as archive, zipfile.ZipFile(moved, "w") as out:
        for member in reversed(archive.infolist()):
            out.writestr(member, archive.read(member))
        out.comment = archive.comment
    assert {part for part, _ in open_container(str(moved)).changed} == {ARCHIVE}
    assert len(files) > 10


# The commands


def test_the_command_writes_verifies_and_tells_by_its_status(store_path: Path, packet: Path, tmp_path: Path) -> None:
    with Store(store_path) as store:
        claim = told_claim(store)
    done = run_text("export", store_path, "--as", "packet", claim, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    own = tmp_path / f"packet-{claim}.zip"
    assert own.read_bytes() == packet.read_bytes()
    assert hashlib.sha256(own.read_bytes()).hexdigest() in done.stderr
    assert run("export", store_path, "--as", "packet", claim, "-").stdout == packet.read_bytes()
    shown = run_text("verify", own)
    assert shown.returncode == 0
    assert "same    " in shown.stdout
    assert "come out the same" in shown.stderr
    data = bytearray(packet.read_bytes())
    data[60] ^= 1
    own.write_bytes(data)
    other = run_text("verify", own, "--json")
    assert (other.returncode, json.loads(other.stdout)["same"], "not as packed" in other.stderr) == (1, False, True)
    own.write_bytes(b"PK")
    assert run_text("verify", own).returncode == 2
    assert run_text("verify", tmp_path / "gone.zip").returncode == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [own.name]


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ((), 2, "name what the packet is of"),
        (("c0123456789ab", "out.zip"), 1, "there is no claim or page 'c0123456789ab'"),
        (("c0123456789ab", "out.zip", "more.zip"), 2, "cannot both be OUT"),
        (("c0123456789ab", "out.zip", "--raw"), 2, "do not go with it"),
    ],
)
def test_what_cannot_be_meant_is_refused(store_path: Path, tmp_path: Path, words: tuple[str, ...], status: int, told: str) -> None:
    done = run_text("export", store_path, "--as", "packet", *words, cwd=tmp_path)
    assert (done.returncode, told in done.stderr) == (status, True), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_other_forms_take_one_out(store_path: Path) -> None:
    done = run_text("export", store_path, "--as", "jsonl", "c0123456789ab", "out.jsonl")
    assert (done.returncode, "only packet takes" in done.stderr) == (2, True)


def test_what_is_there_is_not_written_over_without_force(store_path: Path, packet: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.zip"
    own.write_text("mine")
    with Store(store_path) as store:
        claim = told_claim(store)
    with pytest.raises(FileExistsError, match="is there already"):
        write(str(store_path), [claim], own)
    assert own.read_text() == "mine"
    write(str(store_path), [claim], own, force=True)
    assert own.read_bytes() == packet.read_bytes()


def test_a_packet_is_not_written_over_the_store(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    make_store(path)
    with Store(path) as store, pytest.raises(StoreError, match="the store itself"):
        write(str(path), [key_of(store, "grain")], path, force=True)
