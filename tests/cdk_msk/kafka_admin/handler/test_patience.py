"""How long something is tried again, and that its work is taken back once."""

from types import SimpleNamespace

import pytest


@pytest.fixture
def attempts(handler, clock) -> SimpleNamespace:
    """Runs an operation again and again that fails, within fifteen minutes."""
    context = SimpleNamespace(get_remaining_time_in_millis=lambda: int((900 - clock.now) * 1000))
    taken_back: list[str] = []

    def run(error: Exception) -> Exception:
        def operation(_: object) -> None:
            raise error

        attempt = handler.patience.patiently(operation, context, take_back=taken_back.append)
        while True:
            try:
                attempt({})
            except handler.cloudformation.NotYet:
                assert taken_back == []
                clock.sleep(5)
            except Exception as final:  # noqa: BLE001 - whatever it is, the tests look at it
                return final

    return SimpleNamespace(run=run, taken_back=taken_back)


@pytest.mark.parametrize(
    ("kind", "gives_up_after"), [("NotYet", (780, 790)), ("NotPermitted", (180, 190))]
)
def test_gives_up_in_time(handler, attempts, clock, kind, gives_up_after):
    """Before Lambda stops the function; after three minutes when permission is missing."""
    error = {"NotYet": handler.cloudformation.NotYet, "NotPermitted": handler.failures.NotPermitted}

    final = attempts.run(error[kind]("busy"))

    assert (type(final), str(final)) == (handler.failures.Refused, "busy")
    assert gives_up_after[0] < clock.now <= gives_up_after[1]
    assert attempts.taken_back == ["busy"]


def test_what_does_not_pass_is_taken_back_at_once(attempts, clock):
    """Whatever it is, even a mistake of ours."""
    final = attempts.run(KeyError("Rules"))

    assert isinstance(final, KeyError)
    assert clock.now == 0
    assert attempts.taken_back == ["'Rules'"]
