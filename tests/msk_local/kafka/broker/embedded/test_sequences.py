"""Idempotent producers."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.sequences import Sequences

OUT_OF_ORDER = ErrorCode.out_of_order_sequence_number


@given(counts=st.lists(st.integers(1, 50), min_size=1, max_size=8), repeated=st.integers(0, 4))
@settings(deadline=None, max_examples=100)
def test_a_batch_that_comes_twice_has_its_first_offset(make_batch, counts, repeated):
    """Each of the last five batches is recognised, and its old offset is told."""
    sequences, sequence, offset = Sequences(), 0, 100
    written = []
    for count in counts:
        one = make_batch(count, producer_id=1, epoch=0, sequence=sequence)
        assert sequences.check(one) is None
        sequences.appended(replace(one, base_offset=offset))
        written.append((one, offset))
        sequence, offset = sequence + count, offset + count
    one, offset = written[-1 - repeated % min(5, len(written))]
    assert sequences.check(one) == offset


def test_a_gap_and_an_old_epoch_are_refused(make_batch):
    """A producer may not leave batches out, and a newer one of the same id shuts out the older."""
    sequences = Sequences()
    sequences.appended(make_batch(5, producer_id=1, epoch=1, sequence=0))
    assert sequences.check(make_batch(producer_id=1, epoch=1, sequence=5)) is None
    assert sequences.check(make_batch(producer_id=1, epoch=1, sequence=6)) is OUT_OF_ORDER
    assert sequences.check(make_batch(producer_id=1, epoch=2, sequence=0)) is None
    assert sequences.check(make_batch(producer_id=1, epoch=2, sequence=3)) is OUT_OF_ORDER
    old = make_batch(producer_id=1, epoch=0, sequence=5)
    assert sequences.check(old) is ErrorCode.invalid_producer_epoch


def test_sequences_start_again_after_the_greatest(make_batch):
    """After 2^31 - 1 comes 0."""
    sequences = Sequences()
    sequences.appended(make_batch(2, producer_id=1, epoch=0, sequence=2**31 - 2))
    assert sequences.check(make_batch(producer_id=1, epoch=0, sequence=0)) is None


def test_others_are_not_counted(make_batch):
    """A producer without id may send whatever it likes, as often as it likes."""
    sequences = Sequences()
    for _ in range(2):
        assert sequences.check(make_batch()) is None
        sequences.appended(make_batch())
