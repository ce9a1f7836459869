"""Services that ask to slow down are asked again while there is time."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from patience import Deadline, Patient

from tests.cdk_msk.s3_sink.handler.memory import refusal


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class _Busy:
    exceptions = "those of the client"

    def __init__(self, refusals: int, code: str) -> None:
        self.calls, self._refusals, self._code = 0, refusals, code

    def put_object(self, **_: Any) -> str:
        self.calls += 1
        if self.calls <= self._refusals:
            raise refusal("PutObject", 503, self._code)
        return "done"


def _patient(busy: _Busy, seconds: float) -> tuple[Any, _Clock]:
    clock = _Clock()
    deadline = Deadline(clock)
    deadline.is_in(seconds)
    return Patient(busy, deadline, sleep=clock.sleep, chance=lambda: 1.0), clock


@pytest.mark.parametrize("code", ["SlowDown", "ThrottlingException", "503"])
def test_until_it_works(code: str) -> None:
    """Waits double up to ten seconds, and the call succeeds in the end."""
    patient, clock = _patient(_Busy(8, code), 300)

    assert patient.put_object(Key="k") == "done"
    assert clock.now == sum([0.25, 0.5, 1, 2, 4, 8, 10, 10])
    assert patient.exceptions == "those of the client"


def test_no_time_left() -> None:
    """The error is raised while there is time to report it."""
    patient, clock = _patient(_Busy(10**6, "SlowDown"), 60)

    with pytest.raises(ClientError, match="SlowDown"):
        patient.put_object(Key="k")
    assert 30 < clock.now < 45


def test_other_errors() -> None:
    """What waiting does not mend is raised at once."""
    busy = _Busy(1, "AccessDenied")
    patient, clock = _patient(busy, 300)

    with pytest.raises(ClientError, match="AccessDenied"):
        patient.put_object(Key="k")
    assert (busy.calls, clock.now) == (1, 0)
