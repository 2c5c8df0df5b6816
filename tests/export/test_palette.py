"""The colours of the HTML view can be read: WCAG contrast of every ink on its tint and on the page, light and dark."""

import re
from itertools import product
from pathlib import Path

import pytest

import onrecord.export
from onrecord.export.stances import look_of
from onrecord.record import Stance

CSS = (Path(onrecord.export.__file__).parent / "templates" / "page.css").read_text(encoding="utf-8")


def palette(*parts: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+):#([0-9a-f]{3,6})\b", "".join(parts)))


LIGHT, DARK, _ = (palette(part) for part in re.split(r"@media\(prefers-color-scheme:dark\)|body\.onrecord", CSS, maxsplit=2))


def luminance(ink: str) -> float:
    ink = "".join(c * 2 for c in ink) if len(ink) == 3 else ink
    parts = [int(ink[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("colours", "ink"), list(product((LIGHT, DARK), "acednq")))
def test_every_ink_is_read_on_its_tint_and_on_the_page(colours: dict[str, str], ink: str) -> None:
    assert contrast(colours[ink], colours["bg"]) >= 5.5
    assert contrast(colours[ink], colours[f"{ink}t"]) >= 5.4
    assert contrast(colours["ink"], colours[f"{ink}t"]) >= 9


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_muted_is_still_read(colours: dict[str, str]) -> None:
    assert contrast(colours["mut"], colours["bg"]) >= 5.5
    assert contrast(colours["ink"], colours["bg"]) >= 12


def test_no_two_stances_that_oppose_each_other_look_alike_without_colour() -> None:
    families = {look_of(s).family: look_of(s).sign for s in Stance}
    assert len(set(families.values())) == len(families)
    assert len({look_of(s).word for s in Stance}) == len(Stance)


def test_the_document_of_stances_has_the_signs_that_are_shown() -> None:
    page = (Path(__file__).parents[2] / "docs" / "stances.md").read_text(encoding="utf-8")
    rows = {word: sign for sign, word in re.findall(r"^\| (\S) \| `?(\w+)`? \|", page, re.MULTILINE)}
    assert rows == {stance.value: look_of(stance).sign for stance in Stance} | {"null": look_of(None).sign}
    ranks = [look_of(Stance(word)).rank for word in rows if word != "null"]
    assert ranks == sorted(ranks)
