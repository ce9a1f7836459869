"""The consumer that reads a sink's topic."""

import kafka
import pytest

from mskctl.errors import MskctlError
from mskctl.sink.consumers import iam_consumer


class Msk:
    """Amazon MSK, as far as it is asked."""

    def __init__(self, **brokers):
        self.brokers = brokers

    def get_bootstrap_brokers(self, *, ClusterArn):  # noqa: N803  (boto3's own spelling)
        return self.brokers


class FakeConsumer:
    """Remembers how it was set up."""

    def __init__(self, **settings):
        self.settings = settings

    def close(self, *, autocommit):
        self.settings["closed"] = not autocommit


def test_it_leaves_no_trace_and_nothing_out(monkeypatch):
    """It commits nothing, sees no aborted records, and does not go on behind those that are gone."""
    monkeypatch.setattr(kafka, "KafkaConsumer", FakeConsumer)
    with iam_consumer(Msk(BootstrapBrokerStringSaslIam="b-1:9098"), "arn") as consumer:
        settings = consumer.settings
    assert settings["bootstrap_servers"] == "b-1:9098"
    assert (settings["group_id"], settings["enable_auto_commit"]) == (None, False)
    assert settings["isolation_level"] == "read_committed"
    assert settings["auto_offset_reset"] == "none"
    assert settings["closed"]


def test_a_cluster_without_iam():
    """Is told of, with what to do instead."""
    with (
        pytest.raises(MskctlError, match="arn: cluster must accept IAM"),
        iam_consumer(Msk(), "arn"),
    ):
        pass
