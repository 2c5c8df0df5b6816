"""Web archives of a few pages: a report, its copy, denials, a page in French, one that kills its reader, one that hangs, a damaged record."""

import gzip
import io
import zipfile
from pathlib import Path

from tests.intake.make import http, record

_BODY = """<!DOCTYPE html><html lang="en"><head><title>{title}</title>{meta}</head><body><article><h1>{title}</h1><p>{where} - {told}</p>
<p>The tugs, built in Ostrava in 1998, are to leave the harbour before winter, a spokeswoman for the harbour board told reporters on the quay.</p>
<p>{more}</p></article></body></html>"""
_SOLD = "North Korea sold forty howitzers to Russia in June, the South Korean defence minister said on Tuesday."
_DENIED = "North Korea denied on Wednesday that it had sold howitzers to Russia. It called the report of the minister a fabrication."
_MORE = "The minister told the committee that the howitzers had been seen in photographs of the port of Rason, and that more were to come by rail."
_FRENCH = (
    "Le ministre de la Défense a déclaré mardi que le gouvernement ne livrerait plus aucune arme à la Russie, et que les obusiers vus sur les "
    "photographies du port étaient ceux de la garnison. Il a ajouté que les députés en seraient informés avant la fin de la semaine prochaine."
)


def page(title: str, told: str, *, where: str = "SEOUL", day: str | None = "2024-02-20", more: str = _MORE) -> bytes:
    """A page of news; without a day it shows none."""
    meta = f'<meta property="article:published_time" content="{day}T10:00:00Z">' if day else ""
    return _BODY.format(title=title, told=told, where=where, meta=meta, more=more).encode()


PAGES = {
    "sold": page("Howitzers sold, minister says", _SOLD),
    "reprint": page("Minister: howitzers were sold", _SOLD, day="2024-02-21"),
    "denied": page("North Korea denies sale", _DENIED, where="PYONGYANG", day="2024-02-21"),
    "tugs": page(
        "Tugs to leave", "The harbour board will sell two tugs, the mayor said on Friday.", where="OSTRAVA", day="2024-02-23", more="It rained."
    ),
    "french": page("Aucune arme", _FRENCH, where="PARIS", day="2024-02-20", more=_FRENCH),
    "undated": page("Howitzers again", "Russia received howitzers, officials said.", day=None, more="Officials spoke to nobody else about it."),
}
DIES = page("It dies", "It dies. The mayor denied it.")
HANGS = page("It hangs", "It hangs. The mayor denied it.")


def members(pages: dict[str, bytes]) -> list[bytes]:
    """A gzip member a page."""
    return [gzip.compress(record(http(body), url=f"https://news.example/{name}"), mtime=0) for name, body in pages.items()]


def write_warcs(folder: Path, pages: dict[str, bytes], *, damaged: bool = False) -> list[Path]:
    """Two WARCs that hold the pages in turn; the first page stands in both, and the second has a record that is damaged."""
    folder.mkdir(exist_ok=True)
    parts = members(pages)
    first, second = parts[::2], [*parts[1::2], parts[0]]
    if damaged:
        whole = members({"damaged": page("Damaged", "It was damaged, the mayor said.")})[0]
        second.insert(1, whole[:200] + bytes(60) + whole[260:])
    paths = [folder / "a.warc.gz", folder / "b.warc.gz"]
    for path, data in zip(paths, (first, second), strict=True):
        path.write_bytes(b"".join(data))
    return paths


def wacz(warc: bytes, *, packed: bool = False) -> bytes:
    """A WACZ that holds a WARC."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/data.warc.gz", warc)
    return out.getvalue()
