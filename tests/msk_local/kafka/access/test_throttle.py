"""How long clients wait for their quotas, by a clock that the test turns."""

import pytest

from msk_local.kafka.access.quotas import QuotaStore
from msk_local.kafka.access.throttle import Throttle

RATE = "producer_byte_rate"


class Clock:
    """Monotonic seconds."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def quotas(tmp_path):
    """A thousand bytes a second for each client id of one user."""
    store = QuotaStore(tmp_path / "quotas.json")
    store.alter((("client-id", None), ("user", "a")), {RATE: 1000.0})
    return store


def test_without_a_quota_nobody_waits(quotas):
    """Users and directions without quota are never throttled."""
    throttle = Throttle(quotas, Clock())
    assert throttle.wait_after(RATE, "b", "c", 10**9) == 0
    assert throttle.wait_after("consumer_byte_rate", "a", "c", 10**9) == 0


def test_a_burst_is_free_and_what_exceeds_it_is_waited_for(quotas):
    """Ten seconds' worth may come at once; beyond that the average holds."""
    clock = Clock()
    throttle = Throttle(quotas, clock)
    assert throttle.wait_after(RATE, "a", "c", 10_000) == 0
    assert throttle.wait_after(RATE, "a", "c", 2_000) == pytest.approx(2)
    clock.now = 2
    assert throttle.wait_after(RATE, "a", "c", 0) == pytest.approx(0)
    clock.now = 1000
    assert throttle.wait_after(RATE, "a", "c", 10_000) == 0


def test_client_ids_have_quotas_of_their_own_where_they_are_named(quotas):
    """What one client id used is not another's, unless the quota is the whole user's."""
    throttle = Throttle(quotas, Clock())
    assert throttle.wait_after(RATE, "a", "c", 11_000) == pytest.approx(1)
    assert throttle.wait_after(RATE, "a", "d", 1_000) == 0
    quotas.alter((("user", "b"),), {RATE: 1000.0})
    assert throttle.wait_after(RATE, "b", "c", 10_000) == 0
    assert throttle.wait_after(RATE, "b", "d", 1_000) == pytest.approx(1)
