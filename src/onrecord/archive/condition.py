"""The condition of `load --where`: comparisons of the columns of one table, and nothing that reads anything else.

Daft's SQL knows queries within conditions, tables that are read from any file, and functions that open files and addresses. A condition may come from
somebody else than the files it would open, so only what compares is taken, by lists of what that is.
"""

import re
from typing import Final

from onrecord.errors import QueryError

FUNCTIONS: Final = (
    "abs", "ceil", "coalesce", "concat", "contains", "ends_with", "floor", "left", "length", "list_contains", "list_count", "lower", "regexp_match",
    "replace", "right", "round", "starts_with", "upper",
)  # fmt: skip
_BEFORE_A_LIST: Final = frozenset(("and", "any", "between", "else", "in", "like", "ilike", "not", "or", "then", "when"))
_QUERIES: Final = frozenset(("select", "from", "with", "values", "table", "exists", "union", "lateral"))
_TEXT: Final = re.compile(r"'[^'\\]*'")
_STRANGE: Final = re.compile(r"[^\w\s.,()=<>!+*/%:-]")  # quotes of other kinds too, in which a query could hide
_COMMENT: Final = re.compile(r"--|/\*")
_CALL: Final = re.compile(r"(\w+)\s*\(")
_REMEDY: Final = "compare columns, numbers and text in single quotes; docs/archive.md has the functions"


def check_condition(where: str) -> None:
    """Refuse what is more than a comparison.

    Raises:
        QueryError: it is; it says what.
    """
    code = _TEXT.sub(" ", where)
    if strange := _STRANGE.search(code):
        raise QueryError(where, f"{strange[0]} has no meaning in a condition", _REMEDY)
    if _COMMENT.search(code):
        raise QueryError(where, "a comment in a condition", _REMEDY)
    for word in re.findall(r"\w+", code.lower()):
        if word in _QUERIES:
            raise QueryError(where, f"{word.upper()} asks for another table, and a condition is of one", _REMEDY)
    for name in _CALL.findall(code.lower()):
        if name not in FUNCTIONS and name not in _BEFORE_A_LIST and name != "cast":
            raise QueryError(where, f"{name} is no function of a condition", _REMEDY)
