"""Characters of a PDF as runs: what stands in one line without a wide gap."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

PAGE_CHARACTERS: Final = 200_000
_GAP: Final = 1.5  # of a line's height: where characters of one line are farther apart, two things begin
_BOLD: Final = 550
_BOLD_NAME: Final = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


@dataclass(slots=True)
class Run:
    """Characters that stand in one line without a wide gap. Distances in points, y grows upwards."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    bold: bool
    zone: str = ""  # "head" or "foot" where it belongs to the edge of the page

    @property
    def height(self) -> float:
        return self.y1 - self.y0


def read_page(file: Any, number: int, pdfium: Any) -> tuple[list[Run], bool]:
    """The runs of one page in the order of the file, and whether it was cut."""
    page = file[number]
    try:
        text = page.get_textpage()
        try:
            width, height = page.get_size()
            return _runs(pdfium.raw, text.raw, page.get_rotation(), width, height)
        finally:
            text.close()
    finally:
        page.close()


def _runs(raw: Any, text: Any, rotation: int, width: float, height: float) -> tuple[list[Run], bool]:
    from ctypes import byref

    count = raw.FPDFText_CountChars(text)
    box = raw.FS_RECTF()
    runs: list[Run] = []
    open_run: Run | None = None
    space = False
    high = 0
    for i in range(min(count, PAGE_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        character = _character(code)
        if code in (10, 13):
            open_run, space = None, False
            continue
        if character.isspace():
            space = True
            continue
        if not character or not raw.FPDFText_GetLooseCharBox(text, i, byref(box)):
            continue
        x0, x1, y0, y1 = _turned(box.left, box.right, box.bottom, box.top, rotation, width, height)
        if y1 <= y0:
            continue
        if open_run is None or _is_apart(open_run, x0, y0, y1):
            open_run = Run(character, x0, x1, y0, y1, _is_bold(raw, text, i))
            runs.append(open_run)
        else:
            open_run.text += f" {character}" if space else character
            open_run.x1 = max(open_run.x1, x1)
            if len(open_run.text) < 4:  # a drop cap or a mark before the line does not make its size
                open_run.y0, open_run.y1 = y0, y1
        space = False
    return [run for run in runs if run.text.strip()], count > PAGE_CHARACTERS


def _is_bold(raw: Any, text: Any, i: int) -> bool:
    """By the weight that the font declares, or else by its name."""
    from ctypes import c_int, create_string_buffer

    if raw.FPDFText_GetFontWeight(text, i) >= _BOLD:
        return True
    name = create_string_buffer(120)
    length = raw.FPDFText_GetFontInfo(text, i, name, len(name), c_int())
    return 0 < length <= len(name) and _BOLD_NAME.search(name.value) is not None


def _character(code: int) -> str:
    """What is written for a character of the file: "" for what shows nothing, a space for white space."""
    if code in (0x02, 0xFFFE, 0xAD):
        return "\u00ad"  # PDFium's marks for a hyphen that only the end of a line made
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code > 0x10FFFF or code == 0:
        return ""
    character = chr(code)
    category = unicodedata.category(character)
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    return "\ufffd" if category == "Cs" else character


def _turned(left: float, right: float, bottom: float, top: float, rotation: int, width: float, height: float) -> tuple[float, float, float, float]:
    """A box as it is seen on a page that is shown turned; width and height are those of the page as it is seen."""
    if rotation == 90:
        return bottom, top, height - right, height - left
    if rotation == 180:
        return width - right, width - left, height - top, height - bottom
    if rotation == 270:
        return width - top, width - bottom, left, right
    return left, right, bottom, top


def _is_apart(run: Run, x0: float, y0: float, y1: float) -> bool:
    """A character belongs to another run: it stands in another line, far to the right, or to the left again."""
    height = min(run.height, y1 - y0)
    overlap = min(run.y1, y1) - max(run.y0, y0)
    return overlap < 0.5 * height or x0 - run.x1 > _GAP * run.height or run.x0 - x0 > run.height
