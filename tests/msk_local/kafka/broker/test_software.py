"""Which broker runs."""

import pytest

from msk_local.kafka import BrokerSoftware
from msk_local.kafka.broker import software
from msk_local.kafka.broker.apache.jars import JarsUnavailableError


@pytest.fixture
def machine(monkeypatch):
    """A machine that lacks what the test says."""

    def lacks(*tools, jars=True):
        def provide():
            if not jars:
                raise JarsUnavailableError("no network")

        monkeypatch.setattr(software, "missing_tools", lambda: list(tools))
        monkeypatch.setattr(software, "provide_jars", provide)

    return lacks


@pytest.mark.parametrize("choice", [{}, {"MSK_LOCAL_BROKER": ""}, {"MSK_LOCAL_BROKER": "auto"}])
def test_apache_kafka_runs_where_it_can(machine, choice):
    """Without a choice the real thing runs when Java, Maven and the jars are there."""
    machine()
    assert BrokerSoftware.choose(choice) is BrokerSoftware.APACHE
    machine("java")
    assert BrokerSoftware.choose(choice) is BrokerSoftware.EMBEDDED
    machine(jars=False)
    assert BrokerSoftware.choose(choice) is BrokerSoftware.EMBEDDED


def test_a_choice_is_followed_or_refused(machine):
    """The variable names a broker; one that cannot run is an error that says what is missing."""
    machine("java", "mvn")
    assert BrokerSoftware.choose({"MSK_LOCAL_BROKER": "embedded"}) is BrokerSoftware.EMBEDDED
    with pytest.raises(ValueError, match="got no java and no mvn; install them"):
        BrokerSoftware.choose({"MSK_LOCAL_BROKER": "apache"})
    with pytest.raises(ValueError, match="must be apache, embedded or auto, got 'kafka'"):
        BrokerSoftware.choose({"MSK_LOCAL_BROKER": "kafka"})
