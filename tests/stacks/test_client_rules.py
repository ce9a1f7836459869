"""What cannot work about the clients of a deployment file is said before a construct is made."""

import pytest

from stacks.deployment_file import DEPLOYMENTS, DeploymentError, load

CLUSTER = """
name: orders
cluster:
  type: standard
  broker_size: kafka.m7g.large
  authentication: {iam: true, scram: true, private_certificate_authority: Kafka clients}
topics: [{name: orders, partition_count: 3}]
"""
SERVERLESS = """
name: orders
cluster: {type: serverless}
topics: [{name: orders, partition_count: 3}]
"""
AUTHORITY = "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1"


def faults(folder, text):
    """The faults of a file with this text."""
    file = folder / "orders.yaml"
    file.write_text(text, encoding="utf-8")
    try:
        load(str(file))
    except DeploymentError as refused:
        return [line.removeprefix(f"{file}: ") for line in str(refused).splitlines()]
    return []


@pytest.mark.parametrize(
    "client",
    [
        "produces: [orders]",
        "produces: [orders], transactional_ids: [orders-*]",
        "consumes: [orders], groups: [orders]",
        "consumes: [orders], streams_application_id: enricher",
        "consumes: [orders], connect_worker: {group_id: connect}",
        "administers: ['*']",
        "admin: true",
        "read_only: true",
        "authentication: scram, produces: [orders], rotation_days: 30",
        "authentication: scram, produces: [orders], limits: {request_percentage: 10}",
        "authentication: tls, produces: [orders], common_name: orders.example.com",
        f"authentication: tls, produces: [orders], certificate_authority: '{AUTHORITY}'",
    ],
)
def test_a_client_that_can_work_is_accepted(tmp_path, client):
    """Each kind of client has its words in the file."""
    assert faults(tmp_path, f"{CLUSTER}clients: [{{name: app, {client}}}]") == []


@pytest.mark.parametrize(
    ("client", "fault"),
    [
        ("produces: []", "clients[0].produces: must name topics when nothing else is declared"),
        ("consumes: [orders]", "clients[0].groups: must name at least one group"),
        ("groups: [a]", "clients[0].groups: must be empty for a client that consumes nothing"),
        ("transactional_ids: [a]", "clients[0].transactional_ids: must be empty for a client"),
        ("produces: [orders, '*']", "clients[0].produces: must"),
        ("read_only: true, produces: [orders]", "clients[0].read_only: must be False for"),
        ("produces: [order]", "clients[0].produces[0]: must be a topic of this file, got 'order'"),
        ("produces: [orders], rotation_days: 3", "clients[0].rotation_days: must be absent with authentication iam"),
        ("authentication: scram, rotation_days: 0, admin: true", "clients[0].rotation_days: must be greater than or equal to 1"),
        ("authentication: scram, admin: true, common_name: a.b", "clients[0].common_name: must be absent with authentication scram"),
        ("produces: [orders], limits: {request_percentage: 1}", "clients[0].limits: must be absent with authentication iam"),
        ("authentication: scram, admin: true, limits: {}", "clients[0].limits: must state at least one of producer_mib_per_second"),
        ("authentication: scram, admin: true, limits: {request_percentage: 0}", "clients[0].limits.request_percentage: must be greater than 0"),
        ("authentication: scram, admin: true, limits: {producer_mib_per_second: .inf}", "clients[0].limits.producer_mib_per_second: must be a finite number, got inf"),
        ("authentication: tls, admin: true, certificate_authority: ours", "clients[0].certificate_authority: must be the ARN of an authority of AWS Private CA, got 'ours'"),
    ],
)  # fmt: skip
def test_a_client_that_cannot_work_is_refused(tmp_path, client, fault):
    """One fault is said at the field that has it."""
    said = faults(tmp_path, f"{CLUSTER}clients: [{{name: app, {client}}}]")
    assert any(line.startswith(fault) for line in said), said


@pytest.mark.parametrize(
    ("old", "new", "client", "fault"),
    [
        ("scram: true, ", "", "authentication: scram, admin: true", "clients[0].authentication: must be one that the cluster accepts, which has iam, tls, got 'scram'"),
        (", private_certificate_authority: Kafka clients", "", "authentication: tls, admin: true", "clients[0].authentication: must be one that the cluster accepts, which has iam, scram, got 'tls'"),
        ("iam: true", "iam: false", "authentication: scram, admin: true", "clients[0].authentication: must be of a cluster that accepts IAM too"),
        ("iam: true", "iam: true, tls_certificate_authorities: [ours]", "authentication: scram, admin: true", "cluster.authentication.tls_certificate_authorities[0]: must be the ARN of an authority"),
        ("iam: true", f"iam: true, tls_certificate_authorities: ['{AUTHORITY}']", "authentication: tls, admin: true", "clients[0].certificate_authority: must be named, for the cluster trusts several"),
    ],
)  # fmt: skip
def test_a_client_signs_in_as_its_cluster_lets_it(tmp_path, old, new, client, fault):
    """A way to sign in that the cluster does not have is refused, with those it has."""
    assert old in CLUSTER
    said = faults(tmp_path, f"{CLUSTER.replace(old, new)}clients: [{{name: app, {client}}}]")
    assert [line for line in said if line.startswith(fault)], said


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("clients: [{name: app, authentication: scram, admin: true}]", "clients[0].authentication: must be iam on a serverless cluster, got 'scram'"),
        ("quotas: [{user: a, request_percentage: 1}]", "quotas: must be empty on a serverless cluster"),
    ],
)  # fmt: skip
def test_serverless_clusters_know_iam_and_nothing_else(tmp_path, part, fault):
    """What only brokers have is refused."""
    assert any(line.startswith(fault) for line in faults(tmp_path, SERVERLESS + part))


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("quotas: [{request_percentage: 1}]", "quotas[0]: must name a user, a client_id or both"),
        ("quotas: [{user: a}]", "quotas[0]: must state at least one of"),
        ("quotas: [{user: a, request_percentage: 1}, {user: a, request_percentage: 2}]", "quotas[1]: must be of another user or client_id, got 'a' and None again"),
        ("sharing: {accounts: ['12']}", "sharing.accounts[0]: must be twelve digits in quotes"),
        ("sharing: {organizations: [acme]}", "sharing.organizations[0]: must be o- and"),
        ("sharing: {services: [firehose]}", "sharing.services: must be empty unless cluster.vpc"),
        ("sharing: {services: [redshift]}", "sharing.services[0]: must be 'firehose' or 'replicator'"),
    ],
)  # fmt: skip
def test_quotas_and_sharing_name_whom_they_are_for(tmp_path, part, fault):
    """Nobody is limited or let in by mistake."""
    said = faults(tmp_path, CLUSTER + part)
    assert any(line.startswith(fault) for line in said), said


def test_public_brokers_stand_in_public_subnets(tmp_path):
    """A cluster cannot move there later, so the network has to have them from the start."""
    public = CLUSTER.replace(
        "scram: true, private_certificate_authority: Kafka clients", "scram: false"
    )
    public = public.replace(
        "authentication:", "public_access: {client_cidrs: [198.51.100.0/24]}\n  authentication:"
    )
    said = faults(tmp_path, public)
    assert said == ["network.public_subnets: must be true for cluster.public_access, got false"]
    assert faults(tmp_path, public + "network: {public_subnets: true}") == []


def test_users_of_an_open_cluster_need_closed_lists(tmp_path):
    """What MSK demands before it opens a cluster to users is asked of the file."""
    text = (DEPLOYMENTS / "complete.yaml").read_text(encoding="utf-8")
    text = text.replace("    allow.everyone.if.no.acl.found: false\n", "")
    text = text.replace("code: functions", f"code: {DEPLOYMENTS}/functions")
    said = faults(tmp_path, text)
    assert [line for line in said if "allow.everyone.if.no.acl.found" in line], said
