"""What LastProcessingResult says."""

import pytest
from confluent_kafka import KafkaError

from msk_local.event_source_mapping.problem import ProblemError


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (KafkaError._AUTHENTICATION, "SASL authentication failed"),
        (KafkaError.TOPIC_AUTHORIZATION_FAILED, "Cluster failed to authorize Lambda"),
        (KafkaError.GROUP_AUTHORIZATION_FAILED, "Cluster failed to authorize Lambda"),
        (KafkaError._ALL_BROKERS_DOWN, "Connection error"),
        (KafkaError.UNKNOWN_TOPIC_OR_PART, "topic does not exist"),
    ],
)
def test_errors_of_kafka_in_the_words_of_lambda(code, text):
    """Each begins with PROBLEM, as people search for it."""
    problem = ProblemError.of(KafkaError(code))
    assert str(problem).startswith("PROBLEM: ")
    assert text in str(problem)


def test_errors_the_client_mends_are_no_problem():
    """A broker that went away for a moment is not shown."""
    assert ProblemError.of(KafkaError(KafkaError._TRANSPORT)) is None
