"""Which endpoints a cluster has."""

import boto3
from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_msk.cluster.endpoints import ENDPOINTS, client_ports, open_endpoints
from msk_model import UNKNOWN, ClusterShape

shapes = st.builds(
    ClusterShape,
    iam=st.sampled_from([True, False, UNKNOWN]),
    scram=st.sampled_from([True, False, UNKNOWN]),
    tls=st.sampled_from([True, False, UNKNOWN]),
    unauthenticated=st.sampled_from([True, False, UNKNOWN]),
    client_broker_encryption=st.sampled_from(["TLS", "TLS_PLAINTEXT", "PLAINTEXT", None, UNKNOWN]),
    public_access=st.sampled_from([True, False, UNKNOWN]),
    vpc_connectivity=st.one_of(
        st.just(UNKNOWN), st.frozensets(st.sampled_from(["iam", "scram", "tls"]))
    ),
    network_type=st.sampled_from(["IPV4", "DUAL", None, UNKNOWN]),
)


def test_endpoints_are_those_of_the_api():
    """MSK answers fourteen strings, and each is an endpoint with a property."""
    client = boto3.client("kafka", region_name="eu-west-1")
    operation = client.meta.service_model.operation_model("GetBootstrapBrokers")
    assert {endpoint.key for endpoint in ENDPOINTS} == set(operation.output_shape.members)
    assert len({endpoint.attribute for endpoint in ENDPOINTS}) == 14


def test_safest_first():
    """A cluster with all authentications is best reached with IAM."""
    shape = ClusterShape(
        iam=True,
        scram=True,
        tls=True,
        unauthenticated=True,
        client_broker_encryption="TLS_PLAINTEXT",
    )
    assert [endpoint.listener for endpoint in open_endpoints(shape)] == [
        "iam",
        "scram",
        "tls",
        "plaintext",
    ]
    assert client_ports(shape) == (9098, 9096, 9094, 9092)


def test_unauthenticated_clients_use_the_tls_listener():
    """Without client certificates there is a TLS listener as soon as anybody may use it."""
    shape = ClusterShape(unauthenticated=True, client_broker_encryption="TLS")
    assert [endpoint.attribute for endpoint in open_endpoints(shape)] == ["bootstrap_brokers_tls"]


def test_a_public_cluster_has_both():
    """Public endpoints come besides those of the network."""
    shape = ClusterShape(scram=True, client_broker_encryption="TLS", public_access=True)
    assert [endpoint.key for endpoint in open_endpoints(shape)] == [
        "BootstrapBrokerStringSaslScram",
        "BootstrapBrokerStringPublicSaslScram",
    ]


def test_ports_of_dual_stack_clusters_include_those_of_ipv6():
    """Clients of a dual-stack cluster may come over either."""
    shape = ClusterShape(iam=True, client_broker_encryption="TLS", network_type="DUAL")
    assert client_ports(shape) == (9098, 20098)


@given(shape=shapes)
@settings(deadline=None, max_examples=200)
def test_what_is_not_known_to_be_open_is_closed(shape):
    """No endpoint is opened by an unknown, and every open one has its authentication."""
    for endpoint in open_endpoints(shape):
        if endpoint.listener in ("iam", "scram"):
            assert getattr(shape, endpoint.listener) is True
        if endpoint.listener == "tls":
            assert True in (shape.tls, shape.unauthenticated)
        if endpoint.family == "public":
            assert shape.public_access is True
