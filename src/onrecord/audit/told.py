"""What an audit found, read back from its JSON, for whoever is handed that alone."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from onrecord.audit import Agreement, KindResult, Results
from onrecord.audit.intervals import Share


def results_from(told: Mapping[str, Any]) -> Results:
    """Results as `Results.to_dict` gave them.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: they are none, or say more than results do.
    """
    kinds = tuple(
        KindResult(
            **_fields(KindResult, one)
            | {name: _share(one[name]) for name in ("share", "settled", "unsettled")}
            | {"parts": tuple((str(part), int(count)) for part, count in one["parts"].items())}
        )
        for one in told["kinds"]
    )
    agreements = tuple(Agreement(**_fields(Agreement, one) | {"judges": tuple(one["judges"])}) for one in told["agreements"])
    return Results(**_fields(Results, told) | {"kinds": kinds, "rate": _share(told["rate"]), "agreements": agreements})


def _fields(kind: type[Any], told: Mapping[str, Any]) -> dict[str, Any]:
    return {one.name: told[one.name] for one in fields(kind)}


def _share(told: Mapping[str, Any]) -> Share:
    return Share(**_fields(Share, told))
