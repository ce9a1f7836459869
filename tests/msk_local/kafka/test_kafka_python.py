"""Another client than librdkafka: kafka-python, whose requests are of newer versions."""

import pytest
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import TopicAlreadyExistsError

from msk_local.kafka import Authentication


@pytest.fixture
def admin(cluster):
    client = KafkaAdminClient(bootstrap_servers=cluster.bootstrap_servers(Authentication.PLAINTEXT))
    yield client
    client.close()


def test_topics_are_created_with_their_settings_told(admin):
    """The answer to CreateTopics carries each setting; the topic is there and cannot be made twice."""
    topic = NewTopic("made-by-kafka-python", 3, 3, topic_configs={"retention.ms": "1000000"})
    (made,) = admin.create_topics([topic])["topics"]
    assert (made["error_code"], made["num_partitions"]) == (0, 3)
    assert made["configs"]["retention.ms"]["value"] == "1000000"
    with pytest.raises(TopicAlreadyExistsError):
        admin.create_topics([topic])
