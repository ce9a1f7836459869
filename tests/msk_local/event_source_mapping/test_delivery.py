"""A batch on its way into a function."""

import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.event_source_mapping.delivery import Backoff, Delivery
from msk_local.event_source_mapping.event import MAXIMUM_PAYLOAD_BYTES, Record
from msk_local.event_source_mapping.mapping import Mapping
from msk_local.functions import InvocationResult
from msk_local.protocols import ServiceError


class _Function:
    """A function that does what a test says with the offsets of each event."""

    def __init__(self, answer):
        self._answer = answer
        self.calls = []

    def invoke(self, function, payload, *, lane=0):
        offsets = [r["offset"] for records in payload["records"].values() for r in records]
        self.calls.append(offsets)
        payload = self._answer(offsets)
        error = "Unhandled" if payload is RuntimeError else None
        return InvocationResult(payload=payload, function_error=error, logs="")


class _Destination:
    def __init__(self):
        self.received = []

    def send(self, given_up, *, bootstrap_servers):
        offsets = [record.offset for record in given_up.records]
        self.received.append((given_up.condition, offsets, given_up.invocations))


class _Run:
    """One delivery, and everything that came of it."""

    def __init__(self, mapping, answer):
        self.mapping = mapping
        self.function = _Function(answer)
        self.destination = _Destination()
        self.settled = []
        self.stopped = threading.Event()
        self._delivery = Delivery(
            mapping, self.function, self.destination, self.stopped, Backoff(0.0, 0.0)
        )

    def deliver(self, records):
        self._delivery.deliver(
            records,
            bootstrap_servers="b:1",
            settle=lambda some: self.settled.extend(record.offset for record in some),
        )


@pytest.fixture
def run(make_mapping):
    return lambda answer, **settings: _Run(make_mapping(**settings), answer)


def test_success_settles_the_batch(run, make_record):
    """One call, everything settled, the result is OK."""
    delivery = run(lambda _: None)
    delivery.deliver([make_record(0), make_record(1)])
    assert delivery.function.calls == [[0, 1]]
    assert delivery.settled == [0, 1]
    assert delivery.mapping.last_result == "OK"


def test_a_failing_batch_is_tried_until_it_succeeds(run, make_record):
    """Without a limit, whole and in order."""
    answers = iter([RuntimeError, RuntimeError, None])
    delivery = run(lambda _: next(answers))
    delivery.deliver([make_record(0), make_record(1)])
    assert delivery.function.calls == [[0, 1]] * 3
    assert delivery.settled == [0, 1]


def test_a_batch_that_keeps_failing_goes_to_the_destination(run, make_record):
    """After its retries it is described, settled and left behind."""
    delivery = run(lambda _: RuntimeError, MaximumRetryAttempts=2)
    delivery.deliver([make_record(0)])
    assert delivery.destination.received == [("RetryAttemptsExhausted", [0], 3)]
    assert delivery.settled == [0]
    assert delivery.mapping.last_result == "PROBLEM: Function call failed"


def test_a_function_that_is_gone_is_a_failing_one(run, make_record):
    """A mapping does not fall over when its function is deleted."""

    def gone(_):
        raise ServiceError("ResourceNotFoundException", "gone")

    delivery = run(gone, MaximumRetryAttempts=0)
    delivery.deliver([make_record(0)])
    assert delivery.destination.received == [("RetryAttemptsExhausted", [0], 1)]


def test_stopping_leaves_a_failing_batch_unsettled(run, make_record):
    """It will be read again."""
    delivery = run(lambda _: delivery.stopped.set() or RuntimeError)
    delivery.deliver([make_record(0)])
    assert delivery.settled == []


def test_partial_success_settles_what_comes_before_the_first_failure(run, make_record):
    """The function names records; only they and those after them are tried again."""
    report = {"batchItemFailures": [{"itemIdentifier": {"partition": "orders-0", "offset": 1}}]}
    answers = iter([report, None])
    delivery = run(lambda _: next(answers), FunctionResponseTypes=["ReportBatchItemFailures"])
    delivery.deliver([make_record(0), make_record(1), make_record(2), make_record(9, partition=1)])
    assert delivery.function.calls == [[0, 1, 2, 9], [1, 2]]
    assert delivery.settled == [0, 9, 1, 2]


@pytest.mark.parametrize(
    "payload", [{"batchItemFailures": [{}]}, "text", {"batchItemFailures": [None]}]
)
def test_a_report_that_is_none_fails_the_batch(run, make_record, payload):
    """Nothing is guessed from a malformed answer."""
    answers = iter([payload, None])
    delivery = run(lambda _: next(answers), FunctionResponseTypes=["ReportBatchItemFailures"])
    delivery.deliver([make_record(0), make_record(1)])
    assert delivery.function.calls == [[0, 1], [0, 1]]


def test_an_unasked_report_is_only_a_return_value(run, make_record):
    """Without the response type, success is success."""
    report = {"batchItemFailures": [{"itemIdentifier": {"partition": "orders-0", "offset": 0}}]}
    delivery = run(lambda _: report)
    delivery.deliver([make_record(0)])
    assert delivery.settled == [0]


def test_old_records_are_given_up_unseen(run, make_record):
    """The function gets those that are young enough."""
    now = int(time.time() * 1000)
    delivery = run(lambda _: None, MaximumRecordAgeInSeconds=60)
    delivery.deliver([make_record(0, timestamp=now - 120_000), make_record(1, timestamp=now)])
    assert delivery.function.calls == [[1]]
    assert delivery.destination.received == [("RecordAgeExceeded", [0], 0)]
    assert delivery.settled == [0, 1]


def test_a_record_too_large_for_any_event_is_given_up(run, make_record):
    """Lambda could not even be called with it."""
    delivery = run(lambda _: None)
    delivery.deliver([make_record(0, size=MAXIMUM_PAYLOAD_BYTES)])
    assert delivery.function.calls == []
    assert delivery.destination.received == [("MaximumPayloadSizeExceeded", [0], 0)]


@settings(deadline=None, max_examples=40)
@given(st.sets(st.integers(min_value=0, max_value=15), max_size=4))
def test_halving_isolates_poisonous_records(poison):
    """Every good record is processed, every bad one given up, all settled exactly once."""
    mapping = Mapping(
        "u",
        "arn:aws:lambda:us-east-1:123456789012:function:sink",
        {
            "EventSourceArn": "arn",
            "Topics": ["orders"],
            "BisectBatchOnFunctionError": True,
            "MaximumRetryAttempts": 6,
        },
    )
    delivery = _Run(mapping, lambda offsets: RuntimeError if poison & set(offsets) else None)
    records = [Record("orders", 0, n, 0, {"offset": n}, 10, None, b"") for n in range(16)]
    delivery.deliver(records)
    given_up = {n for _, offsets, _ in delivery.destination.received for n in offsets}
    assert given_up == poison
    assert sorted(delivery.settled) == list(range(16))
