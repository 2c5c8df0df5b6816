"""Every type of page against the rules of axe-core (WCAG 2.2 AA and its best practice), in each look; and no page wider than its window."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pytest
from starlette.routing import compile_path

from onrecord.web.app import PAGES
from tests.web.browser import Served

_PACKAGE: Final = find_spec("axe_playwright_python")
AXE: Final = Path(_PACKAGE.submodule_search_locations[0]) / "axe.min.js" if _PACKAGE and _PACKAGE.submodule_search_locations else None
_RULES: Final = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations']})"
_LINKS: Final = "all => all.map(a => a.getAttribute('href')).filter(a => a.startsWith('/'))"
LOOKS: Final = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "320 px": {"viewport": {"width": 320, "height": 800}},
}


@pytest.fixture(scope="module")
def types(chromium: Any, served: Served) -> tuple[str, ...]:
    """An address of every type of page: those that the tests name, and of the others the first that a link leads to."""
    tab = chromium.new_page()
    named = list(served.types)
    ahead, seen = list(named), set(named)
    missing = {pattern for pattern in PAGES if not any(_is_of(address, pattern) for address in named)}
    while ahead and missing:
        tab.goto(served.base + ahead.pop(0))
        for address in tab.eval_on_selector_all("a[href]", _LINKS):
            address = address.partition("#")[0]
            if address not in seen:
                seen.add(address)
                ahead.append(address)
                found = {pattern for pattern in missing if _is_of(address, pattern)}
                named += [address] * bool(found)
                missing -= found
    tab.close()
    assert missing == set()
    return tuple(named)


def _is_of(address: str, pattern: str) -> bool:
    path = address.partition("?")[0]
    return not path.endswith(".json") and compile_path(pattern)[0].match(path) is not None


@pytest.mark.skipif(AXE is None, reason="axe-core is not installed: pip install axe-playwright-python")
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(chromium: Any, served: Served, types: tuple[str, ...], look: str) -> None:
    tab = chromium.new_context(bypass_csp=True, **LOOKS[look]).new_page()
    found = []
    for address in types:
        tab.goto(served.base + address)
        tab.add_script_tag(path=AXE)
        assert tab.evaluate("document.documentElement.scrollWidth") == tab.viewport_size["width"], address
        result = tab.evaluate(_RULES)
        assert len(result["passes"]) > 10, address  # the rules did run
        found += [(address, v["id"], v["nodes"][0]["html"][:200], v["nodes"][0]["failureSummary"][:300]) for v in result["violations"]]
    assert found == []
