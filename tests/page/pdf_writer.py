"""A PDF writer of the smallest kind: lines of text at given places, in the fonts that every reader has."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 595, 842  # of the sheet before it is turned


class Put(NamedTuple):
    """One line of text; x and y in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10
    font: str = "F1"  # F1 Helvetica, F2 Helvetica-Bold, F3 Courier


def column(x: float, y: float, lines: Iterable[str], *, size: float = 10, leading: float = 12, font: str = "F1") -> list[Put]:
    """Lines one below the other; an empty one leaves a gap, one that begins with a tab is indented."""
    return [
        Put(x + 12 if line.startswith("\t") else x, y - leading * number, line.lstrip("\t"), size, font) for number, line in enumerate(lines) if line
    ]


def write_pdf(pages: Sequence[Sequence[Put]], *, info: dict[str, str] | None = None, rotate: int = 0, security: str = "") -> bytes:
    """The bytes of a PDF. `info`: Title, Producer, CreationDate …; `rotate`: how far the sheet is shown turned; `security`: more of the trailer."""
    fonts = "".join(
        f"/F{n} << /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >> "
        for n, name in enumerate(("Helvetica", "Helvetica-Bold", "Courier"), 1)
    )
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    told = " ".join(f"/{key} ({_escaped(value)})" for key, value in (info or {}).items())
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        f"<< {told} >>",
    ]
    for number, page in enumerate(pages):
        stream = "".join(f"BT /{put.font} {put.size} Tf {_matrix(put, rotate)} Tm ({_escaped(put.text)}) Tj ET\n" for put in page)
        shown = f"/MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate} /Resources << /Font << {fonts}>> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {shown} /Contents {5 + 2 * number} 0 R >>")
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}endstream")
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info 3 0 R {security}>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def _matrix(put: Put, rotate: int) -> str:
    """Where a line is drawn so that it is seen at its place, upright, on a page that is shown turned."""
    x, y = put.x, put.y
    return {
        0: f"1 0 0 1 {x} {y}",
        90: f"0 1 -1 0 {WIDTH - y} {x}",
        180: f"-1 0 0 -1 {WIDTH - x} {HEIGHT - y}",
        270: f"0 -1 1 0 {y} {HEIGHT - x}",
    }[rotate]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
