"""What a name is the name of: a person, an agency, or nobody ("Staff", "Newsdesk")."""

import re
from functools import cache

from onrecord.article.tables import fold, words_of
from onrecord.lexicon import read_table

_WORD = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:[.'’-]+[^\W\d_]+)*\.?")
_ACRONYM = re.compile(r"[A-Z]{2,5}")
_DOMAIN = re.compile(r"\.(?:com|org|net|co)\b.*")
_ARTICLE = re.compile(r"^the\s+")
_ALSO_NAMES = frozenset(["may", "jan", "mar", "april", "june", "august"])  # months that people are called by


_EAST_ASIAN = re.compile(r"[가-힣]{2,4}|[\u4e00-\u9fff]{2,4}")  # names are written without a space
_MANY_IN_ONE = "社報报網网部台局刊"  # last signs of newsrooms


@cache
def _printed() -> frozenset[str]:
    """Names of agencies as they print them: "dpa", "ats"."""
    return frozenset(name for short, others, *_ in read_table("article/agencies.tsv").rows for name in (short, *others.split(";")))


@cache
def _agencies() -> dict[str, str]:
    """Folded name → short name."""
    table: dict[str, str] = {}
    for short, others, *_ in read_table("article/agencies.tsv").rows:
        for name in (short, *others.split(";")):
            table.setdefault(fold(name), short)
    return table


@cache
def _never_in_names() -> frozenset[str]:
    kinds = ("organisation", "desk", "role", "calendar", "section", "publication", "reporter")
    # "de" stands in dates and in names.
    return frozenset().union(*(words_of("names.tsv", kind) for kind in kinds)) - _ALSO_NAMES - words_of("names.tsv", "particle")


@cache
def _roles() -> frozenset[str]:
    return words_of("names.tsv", "role") | words_of("names.tsv", "desk")


@cache
def _no_agency() -> frozenset[str]:
    return words_of("names.tsv", "desk") | words_of("names.tsv", "capitals") | words_of("names.tsv", "section")


def known_agency(name: str) -> str | None:
    """The short name of an agency in the table. A name of up to three letters has to be printed as the agency prints it."""
    bare = _ARTICLE.sub("", fold(name))
    short = _agencies().get(bare)
    return short if short and (len(bare) > 3 or name.isupper() or name in _printed()) else None


def signed_agency(name: str) -> str | None:
    """The short name of an agency in the place of a signature, where it may be printed small: "(sda/afp)"."""
    return known_agency(name) or (known_agency(name.upper()) if len(name) == 3 and name.islower() else None)


def is_acronym(name: str) -> bool:
    """Two to five capitals."""
    return _ACRONYM.fullmatch(name) is not None


def is_agency(name: str) -> bool:
    """Known to the table, an acronym, or built of the words that newsrooms are named with."""
    if known_agency(name):
        return True
    words = name.split()
    if not words or len(words) > 5 or any(c.isdigit() for c in name) or not words[0][0].isupper():
        return False
    folded = [fold(word).strip(".,") for word in words]
    if folded[0] in _no_agency():
        return False
    if len(words) == 1:
        return is_acronym(name) or (len(name) > 6 and folded[0].endswith(("press", "wire", "news")))
    return folded[-1] in words_of("names.tsv", "organisation") and is_capitalised(name)


def is_signature(name: str) -> bool:
    """One capitalised word, as an agency signs a report in brackets: "(Reuters)"; not what a reporter notes there: "(Laughs)"."""
    word = fold(name)
    remark = word in words_of("names.tsv", "remark") or word in _no_agency()
    return name.isalpha() and len(name) >= 4 and name[0].isupper() and not remark


def is_person(name: str) -> bool:
    """Two to five words, each a name: capitals, no digits, nothing that a newsroom or an office is called by."""
    words = name.split()
    if not 2 <= len(words) <= 5 or len(name) > 50 or not all(_WORD.fullmatch(word) for word in words):
        return False
    folded = [fold(word).strip(".,") for word in words]
    if len(words[0]) > 2 and is_acronym(words[0]) and not name.isupper():
        return False  # "CNN Editor-at-large"
    if folded[0] in (
        "the",
        "our",
        "about",
        "more",
        "read",
        "view",
        "developed",
        "designed",
        "powered",
        "em",
        "in",
    ) or not _never_in_names().isdisjoint(folded):
        return False
    particles = words_of("names.tsv", "particle")
    return is_capitalised(name) and sum(word not in particles or written.endswith(".") for word, written in zip(folded, words, strict=True)) >= 2


def is_east_asian(name: str) -> bool:
    """A name in Hangul or Han as a person's may be: two to four signs, the last of them none of a newsroom's."""
    return _EAST_ASIAN.fullmatch(name) is not None and name[-1] not in _MANY_IN_ONE and name not in words_of("names.tsv", "reporter")


def is_titled_outlet(name: str) -> bool:
    """The name ends as outlets' names do: "Turku Post". People are called so too, by the surname alone."""
    last = fold(name.split()[-1])
    return last in words_of("names.tsv", "masthead") or last in words_of("names.tsv", "publication")


def names_outlet(words: str) -> bool:
    """Words that begin or end as the name of an agency, an outlet or an office does: "Associated Press", "Journal News", "Political Editor"."""
    parts = words.split()
    first, last = (fold(part).strip(".,") for part in (parts[0], parts[-1]))
    outlet = words_of("names.tsv", "publication")
    return (
        any(known_agency(" ".join(parts[:size])) for size in range(len(parts), 0, -1))
        or first in outlet
        or last in outlet
        or first in _roles()
        or (len(parts) > 1 and (last in words_of("names.tsv", "masthead") or last in words_of("names.tsv", "organisation")))
    )


def titled(name: str) -> str:
    """A name that is printed without capitals, in title case."""
    if not name.islower():
        return name
    particles = words_of("names.tsv", "particle")
    return " ".join(word if word in particles or len(word[:1].upper()) != 1 else word[0].upper() + word[1:] for word in name.split(" "))


def is_place(name: str) -> bool:
    """The name begins as places do that have two words: "New Delhi", "San Juan"."""
    return fold(name.split()[0]) in words_of("names.tsv", "place")


def is_news_agency(name: str) -> bool:
    """A name that says it is an agency: "Harbour News Agency". "Harbour News" may as well be a newspaper."""
    return known_agency(name) is not None or (is_agency(name) and fold(name.split()[-1]) in words_of("names.tsv", "agency"))


def is_capitalised(name: str) -> bool:
    """Every word begins with a capital, in a script that has them, but for "de", "van" and the like."""
    particles = words_of("names.tsv", "particle")
    return all(not word[0].islower() or word in particles for word in name.split())


def is_desk(name: str) -> bool:
    """The name of nobody: "Newsroom", "Staff reporter"."""
    return all(fold(word).strip(".,") in words_of("names.tsv", "desk") for word in name.split())


def is_newsroom(name: str) -> bool:
    """A name that ends in a word for many: "Harbour Desk"."""
    return fold(name.split()[-1]).strip(".,") in words_of("names.tsv", "newsroom")


def without_role(name: str) -> str:
    """A name without what stands behind it: "Harbour Wire reporters" → "Harbour Wire"."""
    words = name.split(" ")
    roles = _roles()
    while len(words) > 1 and fold(words[-1]).strip(".,") in roles and not is_agency(" ".join(words)):
        words.pop()
    return " ".join(words)


def without_lead(name: str) -> str:
    """A name without the hyphenated role before it: "Courier-Experte Aino Salmi" → "Aino Salmi"."""
    first, _, rest = name.partition(" ")
    return rest if " " in rest and "-" in first and fold(first.rsplit("-", 1)[-1]) in words_of("names.tsv", "lead") else name


def agency_before_role(words: str) -> str | None:
    """The agency whose reporter is told by role: "AP Business Writer" → "AP"; None where it is not in the table."""
    parts = words.split(" ")
    roles = _roles()
    if len(parts) < 2 or fold(parts[-1]).strip(".,") not in roles:
        return None
    return next((name for size in (3, 2, 1) if size < len(parts) and known_agency(name := " ".join(parts[:size]))), None)


def parted_agency(words: str) -> int | None:
    """Where the agency begins in "Aino Salmi Associated Press"; None where none follows two words or more."""
    parts = words.split(" ")
    ends = (" ".join(parts[i:]) for i in range(2, len(parts)))
    return next((len(words) - len(end) for end in ends if known_agency(end)), None)


def without_reporter(name: str) -> str:
    """A name without the word for a reporter that scripts without capitals set beside it: "이서준 기자" → "이서준"."""
    words = name.split()
    kept = [word for word in words if word not in words_of("names.tsv", "reporter")]
    return kept[0] if len(words) == 2 and len(kept) == 1 and is_east_asian(kept[0]) else name


def tells_reporter(text: str) -> bool:
    """A word for a reporter stands by itself in a text of a script without capitals."""
    return not text.isascii() and not words_of("names.tsv", "reporter").isdisjoint(text.split())


def without_title(name: str) -> str:
    """A name without what stands before it: "Dr. Aino Salmi" → "Aino Salmi"."""
    first, _, rest = name.partition(" ")
    return rest if " " in rest and fold(first).strip(".") in words_of("names.tsv", "title") else name


def without_outlet(name: str) -> str:
    """A name without the outlet glued behind it: "Aino Salmi HARBOUR TODAY", "Aino Salmi Turku Daily Post" → "Aino Salmi"."""
    words = name.split(" ")
    if len(words) > 3 and is_titled_outlet(name) and words_of("names.tsv", "particle").isdisjoint(map(fold, words[:3])):
        return " ".join(words[: 3 if len(words[1].rstrip(".")) == 1 else 2])
    while len(words) > 2 and len(words[-1]) > 2 and words[-1].isupper() and not name.isupper():
        words.pop()
    return " ".join(words)


def without_calendar(name: str) -> str:
    """A name without the weekday or month at its end, where a number follows: "Mary Roe May " → "Mary Roe"."""
    calendar = words_of("names.tsv", "calendar")
    for word in reversed(list(re.finditer(r"\S+", name))[1:]):
        folded = fold(word[0]).strip(".,")
        if folded not in calendar or (word[0].endswith(",") and folded in _ALSO_NAMES):
            break
        name = name[: word.start()]
    return name


def is_short_for(short: str, name: str) -> bool:
    """The letters of an acronym stand in a name in this order, from its first letter to the first of its last word: "HBW", "Harborough Wire"."""
    if not is_acronym(short) or " " not in name:
        return False
    letters, rest = fold(short), _ARTICLE.sub("", fold(name))
    if rest[0] != letters[0] or rest.rsplit(" ", 1)[-1][0] != letters[-1]:
        return False
    places = iter(rest)
    return all(letter in places for letter in letters)


def is_same_newsroom(name: str, other: str | None) -> bool:
    """Two names of one newsroom: equal but for "The", the ending of its domain, and what is added at the end."""
    if not other:
        return False
    a, b = (_DOMAIN.sub("", _ARTICLE.sub("", fold(x))) for x in (name, other))
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return a.replace(" ", "") == b.replace(" ", "") or (len(shorter) > 3 and (longer.startswith(shorter + " ") or longer.endswith(" " + shorter)))
