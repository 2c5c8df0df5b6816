"""Rows of a table, as tests look at them."""


def only(rows: list[dict[str, str]]) -> dict[str, str]:
    """The one row there is."""
    (row,) = rows
    return row


def cells(row: dict[str, str], names: str) -> dict[str, str]:
    """Some cells of a row; names parted by ", "."""
    return {name: row[name] for name in names.split(", ")}
