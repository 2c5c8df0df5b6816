"""Plain words for what a claim is of: a delivery, a sale, talks. The type of PLOVER stands beside them, for who knows it."""

from collections.abc import Mapping
from typing import Final

TYPES: Final[Mapping[str, str]] = {
    "AGREE": "agreement", "CONSULT": "talks", "SUPPORT": "support", "CONCEDE": "concession", "COOPERATE": "cooperation", "AID": "aid",
    "RETREAT": "retreat", "REQUEST": "demand", "ACCUSE": "accusation", "REJECT": "refusal", "THREATEN": "threat", "PROTEST": "protest",
    "SANCTION": "sanction", "MOBILIZE": "mobilisation", "COERCE": "coercion", "ASSAULT": "attack",
}  # fmt: skip
_MODES: Final[Mapping[str, str]] = {
    "sale": "sale", "aid": "arms aid", "lease": "lease", "licence": "licence to build", "swap": "swap of arms", "smuggling": "arms smuggling",
}  # fmt: skip
# A transfer has come where it is delivered; else how it is done says more than how far it has gone.
_STAGES: Final[Mapping[str, str]] = {"delivered": "delivery", "shipped": "shipment"}


def word_of(type_: str, of: str, stage: str | None = None, mode: str | None = None) -> str:
    """What a deed is called, by its type; a transfer of arms by its stage and mode, as far as they are told."""
    if of != "transfer":
        return TYPES.get(type_, type_.lower())
    return _STAGES.get(stage or "") or _MODES.get(mode or "") or ("arms deal" if type_ == "AGREE" else "arms transfer")
