"""Who may do what, as the policies of templates say."""

from pathlib import Path

import yaml

from mskctl.report.access import Verdict, access_matrix, scram_users
from mskctl.report.assembly import Assembly

DEPLOYMENT = Path(__file__).parents[3] / "deployments" / "standard.yaml"
CLUSTER = {"Fn::GetAtt": ["Cluster", "Arn"]}
TOPIC = "arn:aws:kafka:eu-west-1:111122223333:topic/orders/uuid-1/"


def _template(*statements, **others):
    role = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "shop"}}
    policy = {
        "Type": "AWS::IAM::Policy",
        "Properties": {"Roles": [{"Ref": "Role"}], "PolicyDocument": {"Statement": [*statements]}},
    }
    cluster = {"Type": "AWS::MSK::Cluster", "Properties": {"ClusterName": "events"}}
    return {"Resources": {"Role": role, "Policy": policy, "Cluster": cluster, **others}}


def _said(*statements, **others):
    grants = access_matrix(Assembly({"t.json": _template(*statements, **others)}))
    return {(one.kind, one.cluster, one.name): one.actions for one in grants}


def _allow(actions, resource, **more):
    return {"Effect": "Allow", "Action": actions, "Resource": resource, **more}


def test_standard_is_as_its_deployment_file_says(standard, content):
    """Each client may read and write the topics of its file, join its groups, and no others."""
    found = content(standard)
    said = yaml.safe_load(DEPLOYMENT.read_text())
    expected = set()
    for client in said["clients"]:
        if client.get("authentication", "iam") == "iam":
            who = f"Kafka client {client['name']}"
            expected |= {(who, "WriteData", topic) for topic in client.get("produces", ())}
            expected |= {(who, "ReadData", topic) for topic in client.get("consumes", ())}
            expected |= {(who, "AlterGroup", group) for group in client.get("groups", ())}
    granted = {
        (one.principal.description, action, one.name)
        for one in found.grants
        for action in one.actions.keys() & {"WriteData", "ReadData", "AlterGroup"}
        if one.actions[action] is Verdict.ALLOWED and one.principal.description
    }
    assert granted == expected
    assert [(user.name, user.cluster) for user in found.users] == [("legacy-shop", "standard")]


def test_standard_sink_reads_its_topic_only(standard, content):
    """Roles of functions have no description: the sink's reads orders, the other writes ACLs."""
    grants = [one for one in content(standard).grants if not one.principal.description]
    assert {(one.kind, *one.actions) for one in grants} == {
        ("cluster", "Connect"),
        ("cluster", "Connect", "DescribeCluster", "AlterCluster"),
        ("topic", "DescribeTopic", "ReadData"),
        ("group", "DescribeGroup", "AlterGroup"),
    }
    assert {one.name for one in grants if one.kind == "topic"} == {"orders"}


def test_arn_of_the_cluster_is_followed_through_functions():
    """Join, Select, Split and Sub over the ARN lead to the topic and its cluster."""
    half = [{"Fn::Select": [i, {"Fn::Split": [":cluster/", CLUSTER]}]} for i in (0, 1)]
    joined = {"Fn::Join": ["", [half[0], ":topic/", half[1], "/orders"]]}
    substituted = {"Fn::Sub": ["${Head}:topic/${Tail}/paid", {"Head": half[0], "Tail": half[1]}]}
    said = _said(_allow("kafka-cluster:ReadData", [joined, substituted]))
    assert set(said) == {("topic", "events", "orders"), ("topic", "events", "paid")}


def test_what_a_parameter_decides_is_unknown():
    """A topic named by a parameter, and an ARN that is one, are unknown and no error."""
    named = {"Fn::Sub": TOPIC + "${Name}"}
    said = _said(
        _allow("kafka-cluster:ReadData", named), _allow("kafka-cluster:Connect", {"Ref": "Arn"})
    )
    assert set(said) == {("topic", "orders", "unknown"), ("cluster", "unknown", "unknown")}


def test_hidden_actions_on_a_topic_are_unknown():
    """Actions from a parameter may be any that the topic has."""
    said = _said(_allow({"Ref": "Actions"}, TOPIC + "paid"))
    assert set(said["topic", "orders", "paid"].values()) == {Verdict.UNKNOWN}


def test_wildcards_mean_every_action_they_match():
    """IAM matches actions without regard to case; a star means all kinds of resources."""
    said = _said(_allow("kafka-cluster:*topic", TOPIC + "paid"), _allow("*", "*"))
    assert set(said["topic", "orders", "paid"]) == {
        "CreateTopic", "DescribeTopic", "AlterTopic", "DeleteTopic",
    }  # fmt: skip
    assert {kind for kind, *_ in said} == {"cluster", "topic", "group", "transactional-id"}


def test_a_denial_holds_over_a_grant_and_a_condition_is_told():
    """Deny beats Allow on the same resource; a grant with a condition is one with an if."""
    said = _said(
        _allow(["kafka-cluster:ReadData", "kafka-cluster:WriteData"], TOPIC + "paid"),
        {**_allow("kafka-cluster:WriteData", TOPIC + "paid"), "Effect": "Deny"},
        _allow("kafka-cluster:AlterTopic", TOPIC + "paid", Condition={"Bool": {}}),
    )
    assert said["topic", "orders", "paid"] == {
        "ReadData": Verdict.ALLOWED,
        "WriteData": Verdict.DENIED,
        "AlterTopic": Verdict.ALLOWED_IF,
    }


def test_inline_managed_and_cluster_policies_are_read():
    """Policies grant wherever they stand: in the role, attached to it, on the cluster."""
    statement = _allow("kafka-cluster:Connect", CLUSTER)
    document = {"Statement": statement}
    managed = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}}
    user = {
        "Type": "AWS::IAM::User",
        "Properties": {"UserName": "ann", "ManagedPolicyArns": [{"Ref": "Managed"}]},
    }
    inline = {
        "Type": "AWS::IAM::Role",
        "Properties": {"RoleName": "bob", "Policies": [{"PolicyDocument": document}]},
    }
    own = {**statement, "Principal": {"AWS": "444455556666"}}
    policy = {"Type": "AWS::MSK::ClusterPolicy", "Properties": {"Policy": {"Statement": [own]}}}
    template = _template(Managed=managed, User=user, Inline=inline, Own=policy)
    grants = access_matrix(Assembly({"t.json": template}))
    assert [one.principal.name for one in grants] == ["444455556666", "ann", "bob"]


def test_secret_without_a_username_is_named_by_itself():
    """A user whose name only the secret knows is called as the secret is."""
    secret = {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "AmazonMSK_x"}}
    batch = {
        "Type": "AWS::MSK::BatchScramSecret",
        "Properties": {"ClusterArn": CLUSTER, "SecretArnList": [{"Ref": "Secret"}, "arn:other"]},
    }
    users = scram_users(Assembly({"t.json": _template(Secret=secret, Batch=batch)}))
    assert [(one.name, one.cluster) for one in users] == [
        ("AmazonMSK_x", "events"),
        ("unknown", "events"),
    ]
