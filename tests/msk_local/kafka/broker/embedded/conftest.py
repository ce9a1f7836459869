"""Batches without records, for the parts of the broker that never look inside."""

import pytest

from msk_local.kafka.broker.embedded.batches import Batch


@pytest.fixture(scope="session")
def make_batch():
    """Makes a batch as it comes from a producer."""

    def make(count=1, *, producer_id=-1, epoch=-1, sequence=-1, timestamp=0, size=100):
        return Batch(bytes(size), 0, count, 0, timestamp, timestamp, producer_id, epoch, sequence)

    return make
