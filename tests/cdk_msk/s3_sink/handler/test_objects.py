"""Objects are written once, with S3 as moto plays it and as the tests remember it."""

from typing import Any

import pytest
from envelope import Record
from ledger import Next
from objects import Objects, Written
from record_columns import Records

from tests.cdk_msk.s3_sink.handler.memory import MemoryS3, refusal

_KEY = "k.ndjson.gz"
_RECORDS = Records.of([Record("orders", 0, 4, 0, None, (), b"{}")])


@pytest.fixture(params=["moto", "memory"])
def s3(request: pytest.FixtureRequest) -> Any:
    return MemoryS3() if request.param == "memory" else request.getfixturevalue("aws")[0]


def test_first_writer_wins(s3: Any) -> None:
    """The second writer learns that the key is taken and where the winner's chain goes on."""
    objects = Objects(s3, "lake")

    assert Written.YES is objects.write(_KEY, _RECORDS, Next(0, 5, 1))
    assert Written.TAKEN is objects.write(_KEY, Records.of([]), Next(1, 2, 0))
    assert Next(0, 5, 1) == objects.what_follows(_KEY)
    assert list(objects.read(_KEY)) == list(_RECORDS)


@pytest.mark.parametrize(("status", "written"), [(409, Written.CONFLICT), (412, Written.TAKEN)])
def test_refusals(monkeypatch: pytest.MonkeyPatch, status: int, written: Written) -> None:
    """Both ways in which S3 says no to a conditional write are understood."""
    objects = Objects(_Refusing(status), "lake")

    assert written is objects.write(_KEY, _RECORDS, Next(0, 5, 1))


def test_failure() -> None:
    """Any other failure is raised as it came."""
    with pytest.raises(Exception, match="SomeCode"):
        Objects(_Refusing(503), "lake").write(_KEY, _RECORDS, Next(0, 5, 1))


class _Refusing:
    def __init__(self, status: int) -> None:
        self._status = status

    def put_object(self, **_: Any) -> None:
        raise refusal("PutObject", self._status, "SomeCode")
