"""Records wait for a batch."""

from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.event_source_mapping.batch import Batch
from msk_local.event_source_mapping.event import MAXIMUM_PAYLOAD_BYTES, Record


class _Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def _record(offset, size=100):
    return Record("orders", 0, offset, 0, {"offset": offset}, size, None, b"")


def test_a_full_batch_is_due_at_once():
    """It does not wait for its window."""
    batch = Batch(size=2, window_seconds=60, clock=_Clock())
    batch.add([_record(0)])
    assert not batch.is_due
    batch.add([_record(1)])
    assert batch.is_due
    assert [record.offset for record in batch.take()] == [0, 1]
    assert not batch.is_due


def test_the_window_counts_from_the_first_record():
    """A batch that is not full is due when its first record has waited long enough."""
    clock = _Clock()
    batch = Batch(size=100, window_seconds=5, clock=clock)
    clock.now = 100
    batch.add([_record(0)])
    clock.now = 104.9
    batch.add([_record(1)])
    assert not batch.is_due
    clock.now = 105
    assert batch.is_due


def test_a_record_too_large_for_any_event_travels_alone():
    """It leaves room for nobody; the delivery will give it up."""
    batch = Batch(size=10, window_seconds=60, clock=_Clock())
    batch.add([_record(0, MAXIMUM_PAYLOAD_BYTES + 1), _record(1)])
    assert batch.is_due
    assert [record.offset for record in batch.take()] == [0]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(min_value=1, max_value=MAXIMUM_PAYLOAD_BYTES), max_size=40),
    st.integers(min_value=1, max_value=10),
)
def test_batches_keep_every_record_in_order_and_within_both_limits(sizes, limit):
    """Whatever the sizes: nothing is lost, reordered, too many or too much."""
    clock = _Clock()
    batch = Batch(size=limit, window_seconds=1, clock=clock)
    batch.add(_record(offset, size) for offset, size in enumerate(sizes))
    clock.now = 1
    taken = []
    while batch.is_due:
        part = batch.take()
        assert len(part) <= limit
        assert len(part) == 1 or sum(r.size for r in part) <= MAXIMUM_PAYLOAD_BYTES
        taken += [record.offset for record in part]
    assert taken == list(range(len(sizes)))
