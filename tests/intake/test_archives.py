"""Zip, WACZ, tar and what is packed: each page comes out of whatever it lies in; what is hostile or damaged is named, and costs only itself."""

import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import tempfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.page.file import BYTES_CAP
from tests.intake.make import failures, http, look, pages, record, stories, story, tarred, zipped

MEMBERS = {"b/2.html": story(2), "a/1.html": story(1), "3.txt": b"The ministry denied it on Friday."}
Pack = Callable[[dict[str, bytes]], bytes]
ARCHIVES: list[tuple[str, Pack]] = [
    ("zip", zipped),
    ("zip, stored", lambda members: zipped(members, method=zipfile.ZIP_STORED)),
    ("zip, bzip2", lambda members: zipped(members, method=zipfile.ZIP_BZIP2)),
    ("zip, lzma", lambda members: zipped(members, method=zipfile.ZIP_LZMA)),
    ("tar", tarred),
    ("tar.gz", lambda members: gzip.compress(tarred(members), mtime=0)),
    ("tar.bz2", lambda members: bz2.compress(tarred(members))),
    ("tar.xz", lambda members: lzma.compress(tarred(members))),
]
EACH = pytest.mark.parametrize("pack", [case[1] for case in ARCHIVES], ids=[case[0] for case in ARCHIVES])


@EACH
def test_members_come_out_in_order_with_keys_of_their_own(tmp_path: Path, pack: Pack) -> None:
    path = tmp_path / "saved.data"
    found = pages(look(path, pack(MEMBERS)))
    assert [(page.location, page.data) for page in found] == [(f"{path}!{name}", data) for name, data in MEMBERS.items()]
    assert [page.container for page in found] == [page.location for page in found]
    assert len({page.key for page in found}) == 3
    assert [page.progress for page in found] == sorted(page.progress for page in found)
    assert found[-1].progress <= path.stat().st_size
    assert look(path, done={found[1].key}) == [found[0], found[2]]
    assert look(path, done={page.key for page in found}) == []


@EACH
def test_names_that_lead_elsewhere_write_nothing(tmp_path: Path, pack: Pack) -> None:
    names = ["../../escaped.html", "/absolute.html", "C:\\windows.html", "new\nline.html", "CON", "n" * 200 + ".html"]
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    found = pages(look(folder / "saved", pack({name: story(n) for n, name in enumerate(names)})))
    assert [page.data for page in found] == [story(n) for n in range(len(names))]
    assert all(page.location.isprintable() and page.key.isprintable() for page in found)
    assert {path.name for path in tmp_path.rglob("*")} == {"deep", "er", "saved"}


@EACH
def test_what_systems_and_pages_leave_beside_pages_is_passed_by(tmp_path: Path, pack: Pack) -> None:
    beside = {
        ".DS_Store": b"\0\0\0\1Bud1", "__MACOSX/._1.html": b"\0\5\x16\7", ".git/HEAD": b"ref", "a/.hidden.html": story(8),
        "a/logo.png": b"\x89PNG\r\n\x1a\n", "a/logo.avif": b"\0\0\0\x1cftypavif", "a/font.woff2": b"wOF2\0",
        "a/photo.gz": gzip.compress(b"\xff\xd8\xff\xe0"),
    }  # fmt: skip
    assert [page.data for page in look(tmp_path / "saved", pack({**beside, "./a/1.html": story(1)}))] == [story(1)]  # type: ignore[union-attr]


@EACH
def test_archives_within_archives(tmp_path: Path, pack: Pack) -> None:
    crawl, offsets = stories(2, packed=True)
    inner = pack({"crawl.warc.gz": crawl, "more.zip": zipped({"1.html": story(7)}), "more.tgz": gzip.compress(tarred({"1.html": story(8)}))})
    path = tmp_path / "outer"
    found = pages(look(path, pack({"inner": inner})))
    assert [page.data for page in found] == [story(0), story(1), story(7), story(8)]
    assert found[1].location == "https://news.example/1"
    assert found[1].container == f"{path}!inner!crawl.warc.gz@{offsets[1]}"
    assert found[3].location == f"{path}!inner!more.tgz!1.html"
    assert look(path, done={page.key for page in found[:3]}) == found[3:]


@EACH
def test_nesting_has_an_end(tmp_path: Path, pack: Pack) -> None:
    data = story(1)
    for _ in range(9):
        data = pack({"x": data})
    (failure,) = failures(look(tmp_path / "outer", data))
    assert "within" in failure.cause


@EACH
def test_an_archive_without_a_page_says_so(tmp_path: Path, pack: Pack) -> None:
    (failure,) = failures(look(tmp_path / "saved", pack({"logo.png": b"\x89PNG\r\n\x1a\n"})))
    assert failure.cause.startswith("no page in it: ")


@EACH
def test_a_bomb_costs_itself(tmp_path: Path, pack: Pack) -> None:
    data = pack({"1.html": story(1), "bomb.html": bytes(BYTES_CAP + 1), "2.html": story(2)})
    tracemalloc.start()
    items = look(tmp_path / "saved", data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    packed_whole = data[:2] in (b"\x1f\x8b", b"BZ", b"\xfd7")  # what lies behind a bomb in one stream cannot be reached
    assert [page.data for page in pages(items)] == [story(1)] + ([] if packed_whole else [story(2)])
    (failure,) = failures(items)
    assert "more than" in failure.cause
    assert peak < 3 * BYTES_CAP


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped({"1.html": story(1), "2.html": story(2)}))
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.find(signature) + flags] |= 1
    (failure, page) = look(tmp_path / "saved.zip", bytes(data))
    assert (failure.cause, failure.location.endswith("!1.html")) == ("it is encrypted", True)  # type: ignore[union-attr]
    assert page.data == story(2)  # type: ignore[union-attr]


def test_a_damaged_member_of_a_zip_costs_itself(tmp_path: Path) -> None:
    data = bytearray(zipped({f"{n}.html": story(n) for n in range(4)}))
    at = data.find(b"1.html") + 200
    data[at : at + 20] = bytes(20)
    items = look(tmp_path / "saved.zip", bytes(data))
    assert [page.data for page in pages(items)] == [story(0), story(2), story(3)]
    (failure,) = failures(items)
    assert failure.location.endswith("!1.html")


def test_members_that_overlap_are_refused_by_name(tmp_path: Path) -> None:
    """One block that two members name as theirs: one of them at most is read."""
    data = bytearray(zipped({"1.html": story(1), "2.html": story(2)}))
    second = data.rfind(b"PK\1\2")
    data[second + 42 : second + 46] = bytes(4)
    items = look(tmp_path / "saved.zip", bytes(data))
    assert len(failures(items)) >= 1
    assert len(pages(items)) <= 1


def test_a_block_that_many_members_name_is_read_once(tmp_path: Path) -> None:
    one = zipped({"1.html": story(1)})
    at = one.find(b"PK\1\2")
    entry = one[at : one.find(b"PK\5\6")]
    data = one[:at] + entry * 50 + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 50, 50, len(entry) * 50, at, 0)
    page, failure = look(tmp_path / "saved.zip", data)
    assert page.data == story(1)  # type: ignore[union-attr]
    assert "49 of its members lie over others" in failure.cause  # type: ignore[union-attr]


def test_a_zip_of_members_that_lie_in_one_another_is_read_once(tmp_path: Path) -> None:
    """Each member holds all that follow: what would be unpacked grows by the square of their number."""
    out, entries = b"", b""
    for _ in range(40):
        out = (
            struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 0, zlib.crc32(out or story(1)), len(out or story(1)), len(out or story(1)), 1, 0)
            + b"x"
            + (out or story(1))
        )
    for n in range(40):
        inner = out[31 * (n + 1) :]
        entries += (
            struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, 0, 0, 0, 0, zlib.crc32(inner), len(inner), len(inner), 1, 0, 0, 0, 0, 0, 31 * n)
            + b"x"
        )
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 40, 40, len(entries), len(out), 0)
    items = look(tmp_path / "saved.zip", out + entries + end)
    assert len(items) <= 2
    assert "39 of its members lie over others" in failures(items)[-1].cause


def test_a_zip_of_many_small_bombs_has_an_end(tmp_path: Path) -> None:
    """Each is below the size from which the ratio of one page counts."""
    bomb = b"<p>" + b"The ministry said so. " * 180_000
    items = look(tmp_path / "saved.zip", zipped({f"{n}.html": bomb for n in range(12)}))
    assert 1 <= len(pages(items)) < 12
    assert "unpack to more than" in failures(items)[-1].cause


@pytest.mark.parametrize(
    ("entries", "size", "count"),
    [
        (b"", 65 * 2**20, 1),
        ((b"PK\1\2" + bytes(42)) * 500_001, None, 500_001),
    ],
    ids=["more bytes than it may have", "more members"],
)
def test_a_list_of_members_is_bounded_however_its_size_is_written(tmp_path: Path, entries: bytes, size: int | None, count: int) -> None:
    local = zipped({"1.html": story(1)})
    local = local[: local.find(b"PK\1\2")]
    path = tmp_path / "saved.zip"
    size = len(entries) if size is None else size
    with path.open("wb") as file:
        file.write(local + entries)
        file.truncate(len(local) + size)  # of zero bytes, which take no place on a disk
        file.seek(len(local) + size)
        file.write(struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, len(local)))
        file.write(struct.pack("<4sLQL", b"PK\6\7", 0, len(local) + size, 1))
        file.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, 0xFFFFFFFF, 0xFFFFFFFF, 0))
    (failure,) = failures(look(path))
    assert "more members than can be listed" in failure.cause


def test_a_member_of_a_zip_without_a_name_is_no_traceback(tmp_path: Path) -> None:
    local = zipped({"1.html": story(1)})
    local = local[: local.find(b"PK\1\2")]
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 46, len(local), 0)
    (failure,) = failures(look(tmp_path / "saved.zip", local + b"PK\1\2" + bytes(42) + end))
    assert "differ" in failure.cause


@pytest.mark.parametrize("keep", [10, 300, 900, 1500])
def test_a_cut_zip_is_named(tmp_path: Path, keep: int) -> None:
    (failure,) = failures(look(tmp_path / "saved.zip", zipped({"1.html": story(1), "2.html": story(2)})[:keep]))
    assert "a damaged or cut zip archive" in failure.cause


@pytest.mark.parametrize("first", ["[Content_Types].xml", "mimetype"])
def test_an_office_document_is_no_archive_of_pages(tmp_path: Path, first: str) -> None:
    (failure,) = failures(look(tmp_path / "letter.docx", zipped({first: b"x", "word/document.xml": b"<w:document/>"})))
    assert "an Office document" in failure.cause


def test_of_a_wacz_only_its_warcs_are_read(tmp_path: Path) -> None:
    crawl, offsets = stories(3, packed=True)
    members = {
        "archive/data.warc.gz": crawl, "indexes/index.cdx.gz": gzip.compress(b"example,news)/ 2024"),
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n', "datapackage.json": b'{"profile": "data-package"}', "logs/crawl.log": b"started",
    }  # fmt: skip
    path = tmp_path / "crawl.wacz"
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        found = look(path, zipped(members, method=method))
        assert [page.location for page in found] == [f"https://news.example/{n}" for n in range(3)]
        assert [page.container for page in pages(found)] == [f"{path}!archive/data.warc.gz@{at}" for at in offsets[:3]]


def test_a_damaged_warc_within_a_wacz(tmp_path: Path) -> None:
    crawl, offsets = stories(3, packed=True)
    damaged = bytearray(crawl)
    damaged[offsets[1] + 300 : offsets[1] + 320] = bytes(20)
    items = look(tmp_path / "crawl.wacz", zipped({"archive/data.warc.gz": bytes(damaged), "datapackage.json": b"{}"}, method=zipfile.ZIP_STORED))
    assert [page.data for page in pages(items)] == [story(0), story(2)]
    assert len(failures(items)) == 1


def test_a_damaged_header_of_a_tar_costs_its_member(tmp_path: Path) -> None:
    data = bytearray(tarred({f"{n}.html": story(n) for n in range(4)}))
    at = data.find(b"1.html")
    data[at + 100 : at + 140] = b"\xff" * 40
    for pack in (bytes, gzip.compress):
        items = look(tmp_path / "saved", pack(bytes(data)))
        assert [page.data for page in pages(items)] == [story(0), story(2), story(3)]
        (failure,) = failures(items)
        assert "what lay there is lost" in failure.cause


@pytest.mark.parametrize("keep", [700, 2200, 5000])
def test_a_cut_tar_gives_what_is_whole(tmp_path: Path, keep: int) -> None:
    data = tarred({f"{n}.html": story(n) for n in range(4)})
    whole = [n for n in range(4) if data.find(story(n)) + len(story(n)) <= keep]
    items = look(tmp_path / "saved.tar", data[:keep])
    assert [page.data for page in pages(items)] == [story(n) for n in whole]
    (failure,) = failures(items)
    assert "damaged or cut" in failure.cause or "is lost" in failure.cause


def test_a_cut_tar_in_gzip_gives_what_is_whole(tmp_path: Path) -> None:
    data = gzip.compress(tarred({f"{n}.html": story(n) + os.urandom(3000).hex().encode() for n in range(4)}))
    items = look(tmp_path / "saved.tgz", data[: len(data) * 3 // 4])
    assert 1 <= len(pages(items)) <= 3
    assert "damaged or cut" in failures(items)[0].cause


def test_links_and_devices_of_a_tar_are_passed_by(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("soft", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE), ("disk", tarfile.BLKTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
        info = tarfile.TarInfo("1.html")
        info.size = len(story(1))
        archive.addfile(info, io.BytesIO(story(1)))
    assert [page.data for page in look(tmp_path / "saved.tar", out.getvalue())] == [story(1)]  # type: ignore[union-attr]


def tar_header(name: str, kind: bytes, size: int) -> bytearray:
    """A header of a tar by hand: tarfile writes none that it would not read."""
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    return bytearray(info.tobuf(tarfile.GNU_FORMAT))


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.SOLARIS_XHDTYPE])
@pytest.mark.parametrize("size", [40 * 2**20, -(10**6)])
def test_a_long_header_of_a_tar_is_not_read_into_memory(tmp_path: Path, kind: bytes, size: int) -> None:
    path = tmp_path / "saved.tar"
    with path.open("wb") as file:
        file.write(tarred({"1.html": story(1)})[: 512 * (1 + -(-len(story(1)) // 512))] + tar_header("x", kind, size))
        file.truncate(41 * 2**20)
    tracemalloc.start()
    items = look(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [page.data for page in pages(items)] == [story(1)]
    (failure,) = failures(items)
    assert "a header of" in failure.cause
    assert peak < 16 * 2**20


def test_long_names_of_a_tar_are_read(tmp_path: Path) -> None:
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=form) as archive:
            info = tarfile.TarInfo("n" * 3000 + ".html")
            info.size = len(story(1))
            archive.addfile(info, io.BytesIO(story(1)))
        (page,) = pages(look(tmp_path / "saved.tar", out.getvalue()))
        assert page.location.endswith("n.html")


def test_headers_of_a_tar_that_follow_one_another_for_ever_end(tmp_path: Path) -> None:
    (failure,) = failures(look(tmp_path / "saved.tar", bytes(tar_header("x", tarfile.XHDTYPE, 0)) * 5000))
    assert "damaged" in failure.cause


def sparse(kind: str) -> bytes:
    """A member that says it is 100 MB long, all but its first bytes a hole."""
    if kind == "gnu":
        header = tar_header("1.zip", tarfile.GNUTYPE_SPARSE, 512)
        header[386:410] = b"%011o\0%011o\0" % (0, 512)
        header[483:495] = b"%011o\0" % 100_000_000
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header)
        return bytes(header) + b"PK\3\4" + bytes(508)
    info = tarfile.TarInfo("1.zip")
    info.size = 1024
    told = {"GNU.sparse.map": "0,512"} if kind == "pax 0.1" else {"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}
    info.pax_headers = {**told, "GNU.sparse.name": "1.zip", "GNU.sparse.size": "100000000", "GNU.sparse.realsize": "100000000"}
    return info.tobuf(tarfile.PAX_FORMAT) + b"1\n0\n512\n".ljust(512, b"\0") + b"PK\3\4" + bytes(508)


@pytest.mark.parametrize("kind", ["gnu", "pax 0.1", "pax 1.0"])
def test_a_sparse_member_of_a_tar_costs_itself_and_no_disk(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = (tarred({f"{n}.html": story(n)})[: 512 * (1 + -(-len(story(n)) // 512))] for n in (1, 2))
    written = []
    write = tempfile.SpooledTemporaryFile.write
    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "write", lambda file, data: written.append(len(data)) or write(file, data))
    items = look(tmp_path / "saved.tar", before + sparse(kind) + after + bytes(1024))
    assert [page.data for page in pages(items)] == [story(1), story(2)]
    (failure,) = failures(items)
    assert failure.location.endswith("!1.zip")
    assert "sparse" in failure.cause
    assert sum(written) < 2**20


@pytest.mark.parametrize(("pack", "data"), [(gzip.compress, gzip.compress(story(1), mtime=0)), (bz2.compress, story(1)), (lzma.compress, story(1))])
def test_one_page_that_is_packed(tmp_path: Path, pack: Callable[..., bytes], data: bytes) -> None:
    """A page in gzip stays as it is, for its reader unpacks it: its digest is that of the file."""
    packed = data if pack is gzip.compress else pack(story(1))
    (page,) = pages(look(tmp_path / "page.html", packed))
    assert page.data == data


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_one_packed_page_that_is_cut_is_named(tmp_path: Path, pack: Callable[..., bytes]) -> None:
    (failure,) = failures(look(tmp_path / "page", pack(story(1))[:-9]))
    assert "damaged or cut" in failure.cause


@settings(max_examples=150)
@given(st.sampled_from(ARCHIVES), st.data())
def test_no_damage_is_a_traceback_or_a_changed_page(tmp_path_factory: pytest.TempPathFactory, archive: tuple[str, Pack], draw: st.DataObject) -> None:
    data = archive[1]({"1.html": story(1), "inner": zipped({"2.html": story(2)}), "crawl": stories(2, packed=True)[0]})
    start = draw.draw(st.integers(0, len(data) - 1))
    damaged = data[:start] + draw.draw(st.binary(max_size=40)) + data[start + draw.draw(st.integers(0, 300)) :]
    path = tmp_path_factory.mktemp("damaged") / "saved"
    items = look(path, damaged)
    assert items
    assert look(path, done={item.key for item in items}) == []


def test_a_member_that_is_an_archive_of_responses_and_more(tmp_path: Path) -> None:
    crawl = record(http(story(1)))
    found = pages(look(tmp_path / "x", tarred({"crawl.warc": crawl, "page.html": story(2)})))
    assert [page.location for page in found] == ["https://news.example/a", f"{tmp_path / 'x'}!page.html"]
