"""A deal in several goods against a register: which of its steps are of the row's goods, and which items and figures they have."""

from collections.abc import Iterator

import pytest

from onrecord.store.store import Store
from onrecord.store.tellings import tellings_of
from tests.reconcile import goods


@pytest.fixture(scope="module")
def two_goods(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with goods.stored(goods.TWO_GOODS, tmp_path_factory.mktemp("goods") / "two.db") as opened:
        yield opened


def test_a_claim_has_all_its_tellings_whatever_its_sides_are_called_there(two_goods: Store) -> None:
    """Of an order the page of the navy that has the items, that of the denial, and the one that tells it in passing without items."""
    told: dict[str, set[int]] = {}
    for telling in tellings_of(two_goods.connection):
        told.setdefault(telling.claim, set()).add(telling.transfer)
    status = {claim.id: claim.status.value for claim in two_goods.stories().claims}
    items = dict(two_goods.connection.execute("SELECT transfer_id, count(*) FROM item GROUP BY transfer_id").fetchall())
    found = {status[claim]: sorted(items.get(transfer, 0) for transfer in transfers) for claim, transfers in told.items()}
    assert found == {"planned": [0, 0, 2], "occurred": [1]}
