"""No record depends on which Unicode its Python knows."""

import hashlib
import re
import sys
import unicodedata
from collections.abc import Iterator

import pytest

import onrecord
from onrecord.characters import LATE, settled

# Of Python 3.11 and 3.13, measured. Another one: a Python knows a character otherwise, which then belongs into LATE.
AGREED = "fa147bd066ccdc52"
ASSIGNED = (*range(0xD800), *range(0xE000, 0x32400), *range(0xE0000, 0xE0200))  # the rest is empty, or for private use


def told() -> Iterator[str]:
    """All that the package asks of a character, of each that Pythons are said to agree on."""
    word, digit, space = (re.compile(rf"\{kind}") for kind in "wds")
    for point in ASSIGNED:
        c = chr(point)
        if LATE.match(c):
            continue
        is_ = (
            c.isalpha(),
            c.isalnum(),
            c.isdigit(),
            c.isdecimal(),
            c.isspace(),
            c.isupper(),
            c.islower(),
            c.istitle(),
            c.isprintable(),
            c.isidentifier(),
        )
        matched = bool(word.match(c)), bool(digit.match(c)), bool(space.match(c))
        forms = [unicodedata.normalize(form, c) for form in ("NFC", "NFD", "NFKC", "NFKD")]
        of = unicodedata.category(c), unicodedata.combining(c), unicodedata.bidirectional(c), unicodedata.digit(c, None)
        yield repr((point, is_, matched, forms, of, c.lower(), c.upper(), c.title(), c.casefold()))


def digest() -> str:
    found = hashlib.sha256()
    for line in told():
        found.update(line.encode("utf-8", "backslashreplace"))
    return found.hexdigest()[:16]


def test_beside_those_left_out_every_python_knows_the_same_of_every_character() -> None:
    assert digest() == AGREED, f"Python {sys.version_info[:2]} has Unicode {unicodedata.unidata_version}"


@pytest.mark.parametrize("late", ["\u0cf3", "\U00011f04", "\U0001fae8", "\U00031350", "\U0001e4d0"])
def test_a_late_character_stays_in_the_document_and_is_read_as_nothing(late: str) -> None:
    text = f"Port closed {late}\n\nThe mayor of Tarvik{late} said on Friday that Ada Br{late}andt had denied it.\n"
    record, plain = onrecord.read_text(text), onrecord.read_text(text.replace(late, "\uffff"))
    assert record.document.text == text
    assert record.check() == ()
    assert record.statements == plain.statements
    assert record.times == plain.times
    assert [actor.mentions for actor in record.actors or ()] == [actor.mentions for actor in plain.actors or ()]


def test_what_every_python_knows_is_read_as_it_is() -> None:
    text = "Łódź, Ἀθῆναι, Москва́, 北京, 𝔄, 🙂, e\u0301"
    assert settled(text) is text or settled(text) == text
