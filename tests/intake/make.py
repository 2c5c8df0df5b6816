"""Archives for the tests, made of bytes, so that each byte can be damaged on purpose."""

import base64
import gzip
import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import onrecord.intake
from onrecord.intake import Found, Unreadable

WHEN = "2024-03-01T08:30:00Z"


def story(number: int) -> bytes:
    """A page of news, no two of which pack alike."""
    told = " ".join(hashlib.sha256(f"{number}.{n}".encode()).hexdigest() for n in range(20))
    return (
        f"<!DOCTYPE html><html><head><title>Shells, part {number}</title></head><body><article><h1>Tarvik denies it ({number})</h1>"
        f"<p>VARDHOLM, March 1 (Reuters) - The ministry denied that {number} shells were shipped.</p><!-- {told} --></article></body></html>"
    ).encode()


def http(payload: bytes, *, status: str = "200 OK", kind: str | None = "text/html; charset=utf-8", more: str = "") -> bytes:
    """An HTTP response as a crawler keeps it."""
    header = f"HTTP/1.1 {status}\r\n" + (f"Content-Type: {kind}\r\n" if kind else "") + more + "\r\n"
    return header.encode() + payload


def record(
    block: bytes, *, url: str = "https://news.example/a", kind: str = "response", date: str = WHEN, more: str = "", length: int | None = None
) -> bytes:
    """One WARC record."""
    header = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\nWARC-Record-ID: <urn:uuid:0>\r\n{more}"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return header.encode() + block + b"\r\n\r\n"


def payload_digest(payload: bytes) -> str:
    """A digest as WARC writes it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(payload).digest()).decode()


def warc(*records: bytes, packed: bool) -> tuple[bytes, list[int]]:
    """An archive, and where each of its records begins, and it ends."""
    offsets, data = [0], b""
    for one in records:
        data += gzip.compress(one, mtime=0) if packed else one
        offsets.append(len(data))
    return data, offsets


def stories(count: int, *, packed: bool) -> tuple[bytes, list[int]]:
    """An archive of `count` pages at https://news.example/0 and so on."""
    return warc(*(record(http(story(n)), url=f"https://news.example/{n}") for n in range(count)), packed=packed)


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 1, 8, 30, 0)), data, method)
    return out.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    """A tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def look(path: Path, data: bytes | None = None, **options: object) -> list[Found | Unreadable]:
    """All that is found at a path, at which `data` is written first."""
    if data is not None:
        path.write_bytes(data)
    return list(onrecord.intake.find_pages([path], **options))  # type: ignore[arg-type]


def pages(items: list[Found | Unreadable]) -> list[Found]:
    return [item for item in items if isinstance(item, Found)]


def failures(items: list[Found | Unreadable]) -> list[Unreadable]:
    return [item for item in items if isinstance(item, Unreadable)]
