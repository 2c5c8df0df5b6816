"""robots.txt (RFC 9309): which paths of a host a program may ask for. The longest rule that fits decides; `*` and `$` are read.

The standard library's reader takes the first rule that fits and no `*`, so it would ask for pages that their owner closed.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote_to_bytes

MAX_BYTES: Final = 512_000  # RFC 9309 asks for at least 500 KiB
_MOST_RULES: Final = 5_000
_MOST_STARS: Final = 20  # in a rule; more are written to be slow
_UNRESERVED: Final = "/!$&'()*+,;=:@-._~?%"


@dataclass(frozen=True, slots=True)
class Rule:
    """A path, with `*` for anything and `$` for the end, and whether it may be asked for."""

    path: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one program."""

    rules: tuple[Rule, ...]
    delay_s: float | None = None

    def allows(self, path: str) -> bool:
        """Whether a path with its query may be asked for. What no rule names may be; of two rules of one length, the one that allows holds."""
        path = _canonical(path)
        fitting = [rule for rule in self.rules if _pattern(rule.path).match(path)]
        return not fitting or max(fitting, key=lambda rule: (len(rule.path), rule.allowed)).allowed


ALL: Final = Robots(())


def read_robots(body: bytes, name: str) -> Robots:
    """The rules of a robots.txt for the program of this name: of the groups that name it, or else of those for `*`."""
    own: list[Rule] = []
    other: list[Rule] = []
    delays: dict[bool, float] = {}
    named = False
    groups: set[bool] = set()  # of those that the last user-agent lines opened: for us (True), for all (False)
    in_rules = True
    for line in body.decode("utf-8", "replace").removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key in ("user-agent", "useragent"):
            if in_rules:
                groups, in_rules = set(), False
            agent = value.partition("/")[0].strip().lower()
            if agent == name.lower():
                groups.add(True)
                named = True
            elif agent == "*":
                groups.add(False)
        elif key in ("allow", "disallow"):
            in_rules = True
            for ours in groups if value else ():  # an empty rule closes nothing
                (own if ours else other).append(Rule(_canonical(value), key == "allow"))
        elif key == "crawl-delay":
            in_rules = True
            if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value):
                delays.update(dict.fromkeys(groups, float(value)))
    return Robots(tuple((own if named else other)[:_MOST_RULES]), delays.get(named))


def _canonical(path: str) -> str:
    """A path in one spelling: what needs no escape is written without, what does in capitals."""
    return re.sub(r"(?:%[0-9A-Fa-f]{2})+", lambda m: _respelled(m[0]), quote(path, safe=_UNRESERVED))


def _respelled(escaped: str) -> str:
    """Escapes of letters and digits undone; those of "/", "*" and the like stay: there they mean something else than the sign."""
    return quote(unquote_to_bytes(escaped), safe="")


@lru_cache(maxsize=4096)
def _pattern(path: str) -> re.Pattern[str]:
    end = r"\Z" if path.endswith("$") else ""
    first, *pieces = map(re.escape, re.split(r"\*+", path.removesuffix("$"), maxsplit=_MOST_STARS))
    if not pieces:
        return re.compile(first + end)
    # Atomic: once a piece is found at its first place, a later place of it cannot help what follows, save the last before "$".
    *between, last = pieces
    found = "".join(f"(?>.*?{piece})" for piece in between)
    return re.compile(f"{first}{found}.*{last}{end}" if end else f"{first}{found}(?>.*?{last})", re.DOTALL)
