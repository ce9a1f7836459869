"""The function in its network, with its rights, as CloudFormation sees them."""

import json

_TYPE = "AWS::Lambda::Function"


def function(access):
    return next(
        one
        for one in access.of_type(_TYPE).values()
        if one["Properties"]["Handler"] == "rotation.index.handle"
    )


def test_has_time_to_wait_for_msk(access):
    """MSK takes up to ten minutes to learn a password."""
    properties = function(access)["Properties"]
    assert properties["Timeout"] == 900
    assert properties["Runtime"] == "python3.14"


def test_knows_the_brokers_and_the_names_of_secrets(access):
    """Everything else is in the secrets; no password is in the environment."""
    variables = function(access)["Properties"]["Environment"]["Variables"]
    assert set(variables) == {"BOOTSTRAP_BROKERS", "SECRET_PREFIX"}
    assert variables["SECRET_PREFIX"] == "AmazonMSK_demo_"
    assert "BootstrapBrokerStringSaslScram" in json.dumps(variables["BOOTSTRAP_BROKERS"])


def test_its_role_reaches_the_secrets_of_its_users_only(access):
    """Exact actions and resources: the user without rotation is out of reach."""
    names = {
        logical_id: resource["Properties"].get("Name", "what clients read")
        for logical_id, resource in access.of_type("AWS::SecretsManager::Secret").items()
    }
    allowed = {
        json.dumps(one["Action"]): one
        for one in access.allowed("ScramUsersClustersClusterRotation")
        if "secretsmanager" in json.dumps(one["Action"])
        and "GetRandomPassword" not in one["Action"]
    }
    label, value = allowed.values()
    assert label["Action"] == [
        "secretsmanager:DescribeSecret",
        "secretsmanager:UpdateSecretVersionStage",
    ]
    assert names[label["Resource"]["Ref"]] == "what clients read"
    assert value["Action"] == ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
    assert [names[one["Ref"]] for one in value["Resource"]] == [
        "what clients read",
        "AmazonMSK_demo_orders",
        "AmazonMSK_demo_orders-alternate",
    ]


def test_uses_the_key_through_secrets_manager_only(access):
    """It cannot decrypt anything else with it."""
    (key,) = [
        one
        for one in access.allowed("ScramUsersClustersClusterRotation")
        if "kms:Decrypt" in one["Action"]
    ]
    assert key["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert list(key["Condition"]["StringEquals"]) == ["kms:ViaService"]
    assert key["Resource"]["Fn::GetAtt"][0] in access.of_type("AWS::KMS::Key")


def test_has_no_other_rights(access):
    """Its log, its place in the network, and the secrets."""
    services = {
        action.partition(":")[0]
        for one in access.allowed("ScramUsersClustersClusterRotation")
        for action in ([one["Action"]] if isinstance(one["Action"], str) else one["Action"])
    }
    assert services == {"ec2", "kms", "logs", "secretsmanager"}


def test_secrets_manager_of_this_account_may_call_it(access):
    """Nobody else's secrets are rotated by it."""
    _, permission = access.one("AWS::Lambda::Permission")
    assert permission["Properties"]["Principal"] == "secretsmanager.amazonaws.com"
    assert permission["Properties"]["SourceAccount"] == {"Ref": "AWS::AccountId"}


def test_the_ways_out_are_there_before_it(access):
    """The first sign-in would wait for them in vain otherwise."""
    waited_for = {access.resources[name]["Type"] for name in function(access)["DependsOn"]}
    assert waited_for == {
        "AWS::EC2::SecurityGroupEgress",
        "AWS::EC2::SecurityGroupIngress",
        "AWS::IAM::Policy",
    }
