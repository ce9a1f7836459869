"""What one cluster costs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model import UNKNOWN, ClusterShape, ClusterType
from msk_model.cost import Usage, cluster_costs
from msk_model.cost.line import added_up
from msk_model.facts.broker_sizes import all_broker_sizes
from msk_model.facts.prices import list_prices

PRICES = list_prices()
USAGE = Usage(ingress_mbps=10, egress_mbps=20, retention_hours=10, partitions=100)


def provisioned(**values):
    return ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        **{"broker_count": 3, "volume_throughput_mibps": None} | values,
    )


@pytest.mark.parametrize(
    ("shape", "costs"),
    [
        (
            provisioned(broker_size="kafka.m7g.large", volume_size_gib=100),
            {"brokers": 3 * 730 * 0.204, "storage": 30},
        ),
        (
            provisioned(
                broker_size="kafka.m7g.4xlarge",
                volume_size_gib=1000,
                volume_throughput_mibps=350,
                storage_mode="TIERED",
                vpc_connectivity=frozenset({"iam", "scram"}),
            ),
            {
                "brokers": 3 * 730 * 1.632,
                "storage": 300,
                "volume throughput": 24,
                "tiered storage": 21.6,
                "multi-VPC connectivity": 2 * 730 * 0.0225,
            },
        ),
        (
            provisioned(broker_size="express.m7g.large"),
            {"brokers": 3 * 730 * 0.408, "ingress": 262.8, "storage": 36},
        ),
        (
            ClusterShape(cluster_type=ClusterType.SERVERLESS),
            {
                "cluster": 547.5,
                "partitions": 109.5,
                "ingress": 2628,
                "egress": 2628,
                "storage": 36,
            },
        ),
    ],
    ids=["standard", "standard-large", "express", "serverless"],
)
def test_cluster_costs(shape, costs):
    """Each dimension that AWS bills, and no other."""
    estimate = cluster_costs(shape, USAGE, PRICES)
    assert estimate.is_complete
    assert dict(estimate.by_dimension) == pytest.approx(costs)


@pytest.mark.parametrize(
    ("shape", "unknown"),
    [
        (ClusterShape(), {"brokers", "storage"}),
        (
            provisioned(
                broker_size="kafka.m7g.large",
                broker_count=UNKNOWN,
                volume_size_gib=1,
                volume_throughput_mibps=300,
            ),
            {"brokers", "storage", "volume throughput"},
        ),
        (
            provisioned(broker_size="kafka.m7g.large", volume_throughput_mibps=UNKNOWN),
            {"storage", "volume throughput"},
        ),
    ],
)
def test_unknown_is_a_line(shape, unknown):
    """What an intrinsic decides is listed, with a reason."""
    lines = cluster_costs(shape, USAGE, PRICES).lines
    assert {one.dimension for one in lines if one.monthly_usd is None} == unknown
    assert all(one.note for one in lines if one.monthly_usd is None)


def test_unstated_load_is_unknown():
    """Without a load the hours of a serverless cluster are known, and nothing else."""
    lines = cluster_costs(ClusterShape(cluster_type=ClusterType.SERVERLESS), Usage(), PRICES).lines
    assert [one.dimension for one in lines if one.monthly_usd is not None] == ["cluster"]


@settings(deadline=None, max_examples=200)
@given(
    st.builds(
        ClusterShape,
        cluster_type=st.sampled_from([*ClusterType, UNKNOWN]),
        broker_size=st.sampled_from([s.name for s in all_broker_sizes()] + ["x", UNKNOWN]),
        broker_count=st.integers(-3, 100) | st.just(UNKNOWN),
        volume_size_gib=st.integers(-3, 20_000) | st.sampled_from([None, UNKNOWN]),
        volume_throughput_mibps=st.integers(-3, 2000) | st.sampled_from([None, UNKNOWN]),
        storage_mode=st.sampled_from(["LOCAL", "TIERED", None, UNKNOWN]),
        vpc_connectivity=st.frozensets(st.sampled_from(["iam", "scram", "tls"])),
    ),
    st.builds(
        Usage,
        ingress_mbps=st.none() | st.floats(0, 1e4),
        egress_mbps=st.none() | st.floats(0, 1e4),
        retention_hours=st.none() | st.floats(0, 1e4),
        partitions=st.none() | st.integers(0, 10_000),
    ),
)
def test_costs_are_additive_and_never_negative(shape, usage):
    """The sum is the sum of the lines, by dimension as by line; none is below zero."""
    estimate = cluster_costs(shape, usage, PRICES)
    known = [one.monthly_usd for one in estimate.lines if one.monthly_usd is not None]
    assert all(amount >= 0 for amount in known)
    assert estimate.monthly_usd == pytest.approx(sum(known))
    assert sum(v or 0 for v in estimate.by_dimension.values()) == pytest.approx(sum(known))
    assert added_up([estimate, estimate]).monthly_usd == pytest.approx(2 * sum(known))
