"""Each rule about a cluster, with a cluster that breaks it and one that keeps it."""

import importlib
import pkgutil
from datetime import date

import pytest

from msk_model import UNKNOWN, ClusterShape, ClusterType, Severity, rules
from msk_model.rules import kafka_version_is_within_support

SERVERLESS = ClusterType.SERVERLESS
VPC = frozenset({"iam"})
OPEN = {"allow.everyone.if.no.acl.found": "true"}
CLOSED = {"allow.everyone.if.no.acl.found": "false"}

# rule: (severity, shapes that break it, shapes that keep it)
CASES = {
    "cluster_name_fits": (
        "error",
        [{"cluster_name": ""}, {"cluster_name": "a" * 65}],
        [{"cluster_name": "a" * 64}],
    ),
    "cluster_name_has_plain_characters": (
        "warning",
        [{"cluster_name": "my cluster"}, {"cluster_name": "-a"}, {"cluster_name": "naïve"}],
        [{"cluster_name": "My-cluster-1"}, {"cluster_name": ""}],
    ),
    "broker_size_exists": (
        "error",
        [
            {"broker_size": "kafka.m5.huge"},
            {"broker_size": "express.m5.large"},
            {"broker_size": "m5.large"},
        ],
        [{"broker_size": "kafka.m7g.large"}, {"broker_size": "express.m7g.16xlarge"}],
    ),
    "zones_are_two_or_three": (
        "error",
        [{"zone_count": 1}, {"zone_count": 4, "broker_size": "kafka.m5.large"}],
        [
            {"zone_count": 2},
            {"zone_count": 3},
            {"zone_count": 1, "broker_size": "express.m7g.large"},
        ],
    ),
    "express_needs_three_zones": (
        "error",
        [{"broker_size": "express.m7g.large", "zone_count": 2}],
        [
            {"broker_size": "express.m7g.large", "zone_count": 3},
            {"broker_size": "kafka.m7g.large", "zone_count": 2},
        ],
    ),
    "brokers_are_spread_evenly": (
        "error",
        [
            {"broker_count": 4, "zone_count": 3},
            {"broker_count": 0},
            {"broker_count": -3, "zone_count": 3},
        ],
        [
            {"broker_count": 6, "zone_count": 3},
            {"broker_count": 4},
            {"broker_count": 3, "zone_count": 0},
        ],
    ),
    "broker_count_is_within_quota": (
        "warning",
        [{"broker_count": 33, "kafka_version": "3.9.x"}, {"broker_count": 63}],
        [
            {"broker_count": 33},
            {"broker_count": 60, "kafka_version": "3.9.x.kraft"},
            {"broker_count": 30, "kafka_version": "3.9.x"},
        ],
    ),
    "t3_small_needs_zookeeper": (
        "error",
        [{"broker_size": "kafka.t3.small", "kafka_version": "3.9.x.kraft"}],
        [
            {"broker_size": "kafka.t3.small", "kafka_version": "3.9.x"},
            {"broker_size": "kafka.m5.large", "kafka_version": "3.9.x.kraft"},
        ],
    ),
    "t3_small_has_no_tiered_storage": (
        "error",
        [{"broker_size": "kafka.t3.small", "storage_mode": "TIERED"}],
        [
            {"broker_size": "kafka.t3.small", "storage_mode": "LOCAL"},
            {"broker_size": "kafka.t3.small", "storage_mode": None},
        ],
    ),
    "t3_small_has_no_vpc_connectivity": (
        "error",
        [{"broker_size": "kafka.t3.small", "vpc_connectivity": VPC}],
        [
            {"broker_size": "kafka.t3.small", "vpc_connectivity": frozenset()},
            {"broker_size": "kafka.m5.large", "vpc_connectivity": VPC},
        ],
    ),
    "t3_small_has_no_dual_stack": (
        "error",
        [{"broker_size": "kafka.t3.small", "network_type": "DUAL"}],
        [{"broker_size": "kafka.t3.small", "network_type": "IPV4"}],
    ),
    "volume_size_is_within_range": (
        "error",
        [{"volume_size_gib": 0}, {"volume_size_gib": 16385}],
        [{"volume_size_gib": 1}, {"volume_size_gib": 16384}, {"volume_size_gib": None}],
    ),
    "express_has_no_storage_settings": (
        "error",
        [
            {"broker_size": "express.m7g.large", "volume_size_gib": 100},
            {"broker_size": "express.m7g.large", "volume_throughput_mibps": 300},
            {"broker_size": "express.m7g.large", "storage_mode": "LOCAL"},
        ],
        [
            {"broker_size": "express.m7g.large", "volume_size_gib": None},
            {"broker_size": "kafka.m7g.large", "volume_size_gib": 100},
        ],
    ),
    "storage_mode_is_known": (
        "error",
        [{"storage_mode": "tiered"}],
        [{"storage_mode": "TIERED"}, {"storage_mode": None}],
    ),
    "volume_throughput_needs_large_brokers": (
        "error",
        [
            {"broker_size": "kafka.m5.2xlarge", "volume_throughput_mibps": 250},
            {"broker_size": "kafka.m7g.xlarge", "volume_throughput_mibps": 250},
        ],
        [
            {"broker_size": "kafka.m5.4xlarge", "volume_throughput_mibps": 250},
            {"broker_size": "kafka.m7g.2xlarge", "volume_throughput_mibps": 250},
        ],
    ),
    "volume_throughput_is_within_range": (
        "error",
        [
            {"volume_throughput_mibps": 249},
            {"broker_size": "kafka.m7g.2xlarge", "volume_throughput_mibps": 313},
        ],
        [
            {"volume_throughput_mibps": 250},
            {"broker_size": "kafka.m7g.2xlarge", "volume_throughput_mibps": 312},
            {"volume_throughput_mibps": None},
        ],
    ),
    "volume_throughput_needs_ten_gib": (
        "error",
        [{"volume_throughput_mibps": 250, "volume_size_gib": 9}],
        [{"volume_throughput_mibps": 250, "volume_size_gib": 10}, {"volume_size_gib": 9}],
    ),
    "tiered_storage_needs_kafka_version": (
        "error",
        [{"storage_mode": "TIERED", "kafka_version": "3.5.1"}],
        [
            {"storage_mode": "TIERED", "kafka_version": "3.6.0"},
            {"storage_mode": "TIERED", "kafka_version": "2.8.2.tiered"},
            {"storage_mode": "TIERED", "kafka_version": "4.10.x.kraft"},
        ],
    ),
    "tiered_storage_deletes_by_default": (
        "error",
        [{"storage_mode": "TIERED", "server_properties": {"log.cleanup.policy": "delete,compact"}}],
        [
            {"storage_mode": "TIERED", "server_properties": {"log.cleanup.policy": "delete"}},
            {"storage_mode": "LOCAL", "server_properties": {"log.cleanup.policy": "compact"}},
        ],
    ),
    "autoscaling_needs_standard_brokers": (
        "error",
        [{"broker_size": "express.m7g.large", "autoscaling_max_gib": 100}],
        [{"broker_size": "kafka.m7g.large", "autoscaling_max_gib": 100}],
    ),
    "autoscaling_maximum_is_within_range": (
        "error",
        [
            {"autoscaling_max_gib": 99, "volume_size_gib": 100},
            {"autoscaling_max_gib": 16385},
            {"autoscaling_max_gib": 0},
        ],
        [{"autoscaling_max_gib": 100, "volume_size_gib": 100}, {"autoscaling_max_gib": 16384}],
    ),
    "autoscaling_target_is_within_range": (
        "error",
        [{"autoscaling_target_percent": 9}, {"autoscaling_target_percent": 81}],
        [{"autoscaling_target_percent": 10}, {"autoscaling_target_percent": 80}],
    ),
    "kafka_version_exists": (
        "error",
        [
            {"kafka_version": "3.9"},
            {"kafka_version": "13.6.0x"},
            {"kafka_version": "3.9.x.KRAFT"},
            {"kafka_version": "3.60.0"},
        ],
        [{"kafka_version": "3.9.x"}, {"kafka_version": "4.2.x.kraft"}],
    ),
    "kafka_version_runs_on_broker_type": (
        "error",
        [
            {"broker_size": "express.m7g.large", "kafka_version": "4.0.x.kraft"},
            {"broker_size": "express.m7g.large", "kafka_version": "3.8.x.kraft"},
            {"broker_size": "kafka.m7g.large", "kafka_version": "4.2.x.kraft"},
        ],
        [
            {"broker_size": "express.m7g.large", "kafka_version": "3.9.x.kraft"},
            {"broker_size": "kafka.m7g.large", "kafka_version": "4.1.x.kraft"},
        ],
    ),
    "m7g_needs_kafka_version": (
        "error",
        [
            {"broker_size": "kafka.m7g.large", "kafka_version": "3.3.1"},
            {"broker_size": "kafka.m7g.large", "kafka_version": "2.8.1"},
        ],
        [
            {"broker_size": "kafka.m7g.large", "kafka_version": v}
            for v in ("2.8.2.tiered", "3.3.2", "3.7.x", "4.0.x.kraft")
        ],
    ),
    "some_authentication_is_on": (
        "error",
        [{"iam": False, "scram": False, "tls": False, "unauthenticated": False}],
        [
            {"iam": False, "scram": False, "tls": False, "unauthenticated": True},
            {"iam": False, "scram": False, "tls": False},
        ],
    ),
    "iam_needs_tls": (
        "error",
        [
            {"iam": True, "client_broker_encryption": "TLS_PLAINTEXT"},
            {"iam": True, "client_broker_encryption": "PLAINTEXT"},
        ],
        [
            {"iam": True, "client_broker_encryption": "TLS"},
            {"iam": True, "client_broker_encryption": None},
            {"iam": False, "client_broker_encryption": "PLAINTEXT"},
        ],
    ),
    "scram_needs_tls": (
        "error",
        [{"scram": True, "client_broker_encryption": "TLS_PLAINTEXT"}],
        [{"scram": True, "client_broker_encryption": "TLS"}],
    ),
    "client_certificates_need_tls": (
        "error",
        [{"tls": True, "client_broker_encryption": "PLAINTEXT"}],
        [{"tls": True, "client_broker_encryption": "TLS_PLAINTEXT"}],
    ),
    "authentication_needs_in_cluster_encryption": (
        "error",
        [
            {"in_cluster_encryption": False, "iam": True},
            {"in_cluster_encryption": False, "tls": True},
        ],
        [
            {"in_cluster_encryption": False, "iam": False},
            {"in_cluster_encryption": True, "iam": True},
        ],
    ),
    "client_broker_encryption_is_known": (
        "error",
        [{"client_broker_encryption": "SSL"}],
        [{"client_broker_encryption": "TLS"}],
    ),
    "client_traffic_is_encrypted": (
        "warning",
        [{"client_broker_encryption": "TLS_PLAINTEXT"}],
        [{"client_broker_encryption": "TLS"}],
    ),
    "in_cluster_traffic_is_encrypted": (
        "warning",
        [{"in_cluster_encryption": False}],
        [{"in_cluster_encryption": None}],
    ),
    "clients_are_authenticated": (
        "warning",
        [{"unauthenticated": True}],
        [{"unauthenticated": False}],
    ),
    "brokers_keep_logs": (
        "warning",
        [{"broker_log_destinations": frozenset()}],
        [
            {"broker_log_destinations": frozenset({"s3"})},
            {"cluster_type": SERVERLESS, "broker_log_destinations": frozenset()},
        ],
    ),
    "public_access_needs_authentication": (
        "error",
        [
            {"public_access": True, "unauthenticated": True, "iam": True},
            {"public_access": True, "iam": False, "scram": False, "tls": False},
        ],
        [
            {"public_access": True, "unauthenticated": False, "iam": True},
            {"public_access": False, "unauthenticated": True},
        ],
    ),
    "public_access_needs_encryption": (
        "error",
        [
            {"public_access": True, "client_broker_encryption": "TLS_PLAINTEXT"},
            {"public_access": True, "in_cluster_encryption": False},
        ],
        [{"public_access": True, "client_broker_encryption": "TLS", "in_cluster_encryption": True}],
    ),
    "public_access_needs_kafka_version": (
        "error",
        [{"public_access": True, "kafka_version": "2.5.1"}],
        [
            {"public_access": True, "kafka_version": "2.6.0"},
            {"public_access": False, "kafka_version": "2.5.1"},
        ],
    ),
    "public_access_needs_closed_acls": (
        "error",
        [
            {"public_access": True, "scram": True, "server_properties": None},
            {"public_access": True, "tls": True, "server_properties": OPEN},
        ],
        [
            {"public_access": True, "scram": True, "server_properties": CLOSED},
            {"public_access": True, "iam": True, "server_properties": None},
            {
                "public_access": True,
                "scram": True,
                "server_properties": {"allow.everyone.if.no.acl.found": UNKNOWN},
            },
        ],
    ),
    "public_access_excludes_open_monitoring": (
        "error",
        [
            {"public_access": True, "open_monitoring": True, "kafka_version": "3.9.x.kraft"},
            {"public_access": True, "open_monitoring": True, "broker_size": "express.m7g.large"},
        ],
        [
            {
                "public_access": True,
                "open_monitoring": True,
                "kafka_version": "3.9.x",
                "broker_size": "kafka.m5.large",
            }
        ],
    ),
    "vpc_connectivity_needs_kafka_version": (
        "error",
        [{"vpc_connectivity": VPC, "kafka_version": "2.7.0"}],
        [
            {"vpc_connectivity": VPC, "kafka_version": "2.7.1"},
            {"vpc_connectivity": frozenset(), "kafka_version": "2.7.0"},
        ],
    ),
    "vpc_connectivity_needs_authentication": (
        "error",
        [{"vpc_connectivity": VPC, "unauthenticated": True}],
        [{"vpc_connectivity": VPC, "unauthenticated": False}],
    ),
    "vpc_connectivity_uses_enabled_authentication": (
        "warning",
        [{"vpc_connectivity": VPC, "iam": False}],
        [{"vpc_connectivity": VPC, "iam": True}, {"vpc_connectivity": VPC}],
    ),
    "vpc_connectivity_needs_closed_acls": (
        "error",
        [{"vpc_connectivity": frozenset({"scram"}), "server_properties": OPEN}],
        [
            {"vpc_connectivity": frozenset({"scram"}), "server_properties": CLOSED},
            {"vpc_connectivity": VPC, "server_properties": OPEN},
        ],
    ),
    "vpc_connectivity_excludes_dual_stack": (
        "error",
        [{"vpc_connectivity": VPC, "network_type": "DUAL"}],
        [
            {"vpc_connectivity": VPC, "network_type": "IPV4"},
            {"vpc_connectivity": frozenset(), "network_type": "DUAL"},
        ],
    ),
    "network_type_is_known": (
        "error",
        [{"network_type": "IPV6"}],
        [{"network_type": "DUAL"}, {"network_type": None}],
    ),
    "dual_stack_needs_kafka_version": (
        "error",
        [{"network_type": "DUAL", "kafka_version": "3.5.1"}],
        [{"network_type": "DUAL", "kafka_version": "3.6.0"}],
    ),
    "monitoring_level_is_known": (
        "error",
        [{"monitoring_level": "PER_BROKERS"}],
        [{"monitoring_level": "PER_BROKER"}],
    ),
    "rebalancing_is_known": ("error", [{"rebalancing": "ON"}], [{"rebalancing": "PAUSED"}]),
    "rebalancing_needs_express": (
        "error",
        [{"rebalancing": "ACTIVE", "broker_size": "kafka.m7g.large"}],
        [
            {"rebalancing": "ACTIVE", "broker_size": "express.m7g.large"},
            {"rebalancing": None, "broker_size": "kafka.m7g.large"},
        ],
    ),
    "zookeeper_access_needs_zookeeper": (
        "error",
        [{"zookeeper_access": True, "kafka_version": "3.9.x.kraft"}],
        [
            {"zookeeper_access": True, "kafka_version": "3.9.x"},
            {"zookeeper_access": None, "kafka_version": "3.9.x.kraft"},
        ],
    ),
    "replication_properties_fit_brokers": (
        "error",
        [{"broker_count": 2, "server_properties": {"offsets.topic.replication.factor": "3"}}],
        [{"broker_count": 3, "server_properties": {"offsets.topic.replication.factor": "3"}}],
    ),
    "min_insync_replicas_leaves_room": (
        "error",
        [
            {"server_properties": {"min.insync.replicas": "4", "default.replication.factor": "3"}},
            {"zone_count": 2, "server_properties": {"min.insync.replicas": "3"}},
        ],
        [
            {"zone_count": 3, "server_properties": {"min.insync.replicas": "2"}},
            {"server_properties": {"min.insync.replicas": "3"}},
        ],
    ),
    "transaction_log_can_be_written": (
        "error",
        [
            {"server_properties": {"transaction.state.log.min.isr": "4"}},
            {"server_properties": {"transaction.state.log.replication.factor": "1"}},
        ],
        [
            {"server_properties": {"transaction.state.log.min.isr": "3"}},
            {"server_properties": None},
        ],
    ),
    "unclean_leaders_are_not_elected": (
        "warning",
        [{"server_properties": {"unclean.leader.election.enable": "TRUE"}}],
        [
            {"server_properties": {"unclean.leader.election.enable": "false"}},
            {"server_properties": {}},
        ],
    ),
    "topics_are_created_on_purpose": (
        "warning",
        [{"server_properties": {"auto.create.topics.enable": "true"}}],
        [{"server_properties": {"auto.create.topics.enable": "false"}}],
    ),
    "acls_are_closed_by_default": (
        "warning",
        [{"server_properties": OPEN, "scram": True}],
        [{"server_properties": OPEN, "iam": True}, {"server_properties": CLOSED, "scram": True}],
    ),
    "new_cluster_has_no_public_access": (
        "error",
        [{"public_access": True}],
        [{"public_access": False}],
    ),
    "new_cluster_has_no_vpc_connectivity": (
        "error",
        [{"vpc_connectivity": VPC}],
        [{"vpc_connectivity": frozenset()}],
    ),
    "new_cluster_has_no_dual_stack": (
        "error",
        [{"network_type": "DUAL"}],
        [{"network_type": "IPV4"}],
    ),
}


def cases(column):
    return [
        pytest.param(name, case[0], stated, id=f"{name}-{index}")
        for name, case in CASES.items()
        for index, stated in enumerate(case[column])
    ]


def rule_named(name):
    return importlib.import_module(f"msk_model.rules.{name}").rule


@pytest.mark.parametrize(("name", "severity", "stated"), cases(1))
def test_breaks(name, severity, stated):
    """A cluster that breaks the rule is told so, under the rule's name, with a fix and a source."""
    finding = rule_named(name)(ClusterShape(**stated))
    assert finding is not None
    assert finding.rule == name.replace("_", "-")
    assert finding.severity is Severity(severity)
    assert finding.fix
    assert finding.source.startswith("https://")


@pytest.mark.parametrize(("name", "severity", "stated"), cases(2))
def test_keeps(name, severity, stated):
    """A cluster that keeps the rule hears nothing."""
    assert rule_named(name)(ClusterShape(**stated)) is None


def test_every_rule_is_tried():
    """No module of the package goes without a case, nor without its place in a tuple."""
    modules = {
        module.name
        for module in pkgutil.iter_modules(rules.__path__)
        if not module.ispkg and module.name != "settings"
    }
    assert modules == set(CASES) | {"kafka_version_is_within_support"}
    listed = {
        rule.__module__.rpartition(".")[2] for rule in (*rules.CLUSTER_RULES, *rules.CREATION_RULES)
    }
    assert listed == set(CASES)


def test_every_rule_says_itself_in_one_sentence():
    """The docstring of a rule's module is one sentence in the positive, for a catalogue of rules."""
    for name in CASES:
        sentence = importlib.import_module(f"msk_model.rules.{name}").__doc__
        assert sentence.endswith(".")
        assert "\n" not in sentence


def test_version_newer_than_the_table_is_only_a_warning():
    """A release that came after this table was written does not stop anybody."""
    finding = rule_named("kafka_version_exists")(ClusterShape(kafka_version="4.10.x.kraft"))
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3.9", "3.9.x or 3.9.x.kraft"),
        ("3.9.0", "3.9.x or 3.9.x.kraft"),
        ("4.1.x", "4.1.x.kraft"),
        ("latest", "3.9.x"),
    ],
)
def test_unknown_version_names_the_one_meant(written, meant):
    """The fix names the version of the same release, or the recommended one."""
    assert (
        rule_named("kafka_version_exists")(ClusterShape(kafka_version=written)).fix
        == f"use {meant}"
    )


def test_minimum_equal_to_the_factor_is_only_a_warning():
    """All replicas in sync works until the first broker is patched."""
    stated = {"min.insync.replicas": "3", "default.replication.factor": "3"}
    finding = rule_named("min_insync_replicas_leaves_room")(ClusterShape(server_properties=stated))
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("version", "day", "broken"),
    [
        ("3.7.x", date(2026, 9, 1), False),
        ("3.7.x", date(2026, 9, 2), True),
        ("3.9.x", date(2036, 1, 1), False),
        ("9.9.9", date(2036, 1, 1), False),
        (UNKNOWN, date(2036, 1, 1), False),
    ],
)
def test_end_of_support(version, day, broken):
    """A version is warned of from the day after its support ended, never before."""
    finding = kafka_version_is_within_support.rule(ClusterShape(kafka_version=version), day)
    assert (finding is not None) is broken


def test_message_reads_as_a_sentence():
    """Where, which argument, what it must be, what was found, and what to do."""
    finding = rule_named("broker_size_exists")(ClusterShape(broker_size="kafka.m5.lrge"))
    assert finding.message(where="App/Cluster", name="broker_size") == (
        "App/Cluster: broker_size must be a broker size MSK offers, got 'kafka.m5.lrge'; use kafka.m5.large"
    )
