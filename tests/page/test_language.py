"""The language of a page: told by its running text, or not at all."""

import pytest

from onrecord.page import Capture, page_of_text, read_page
from onrecord.page.language import tell_language

ENGLISH = "The ministry said on Tuesday that the ship had left the harbour with spare parts for tractors and that its papers were in order. " * 2
TEXTS = [
    (ENGLISH, "en"),
    ("Das Ministerium teilte am Dienstag mit, dass das Schiff den Hafen mit Ersatzteilen verlassen habe. " * 2, "de"),
    ("El ministerio dijo el martes que el barco había salido del puerto con piezas de repuesto para tractores. " * 2, "es"),
    ("Министерство сообщило во вторник, что судно вышло из порта с запасными частями для тракторов. " * 2, "ru"),
    ("Said.", None),
    ("Officials deny it", None),
    ("12345 67890 " * 30, None),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_language_of_text(text: str, language: str | None) -> None:
    assert page_of_text(text, Capture("x")).document.language == language


@pytest.mark.parametrize(
    "line",
    [
        "Navy denies sinking of trawler off Port Vela",
        "VELA, Sept 3 (Norpress) - Police detained 14 protesters, officials said.",
        "Minister Anton Kuisma, ambassador Ilse Brandt meet in Tallmark",
    ],
)
def test_a_short_english_line_is_never_of_another_language(line: str) -> None:
    assert tell_language([line]) in (None, "en")


def test_the_text_outweighs_what_the_page_says_and_is_outweighed_where_it_is_short() -> None:
    assert tell_language([ENGLISH], "de") == "en"
    assert tell_language(["Said."], "nb-NO") == "nb"
    assert tell_language(["Said."], "not a language") is None


def test_menus_in_another_language_do_not_count() -> None:
    menu = "<div>Startseite</div><div>Wirtschaft und Gesellschaft</div>" * 20
    assert read_page(f"<html lang=de>{menu}<p>{ENGLISH}</p>".encode(), Capture("x")).document.language == "en"
