"""The proof that every user is associated, as CloudFormation sees it."""


def test_comes_after_the_association_with_the_same_list(access):
    """What CloudFormation's own resource left undone is found, and done."""
    name, association = access.one("AWS::MSK::BatchScramSecret")
    _, verified = access.one("Custom::MskScramUsers")

    assert verified["DependsOn"] == [name]
    assert verified["Properties"]["SecretArns"] == association["Properties"]["SecretArnList"]
    assert verified["Properties"]["ClusterArn"] == association["Properties"]["ClusterArn"]


def test_reads_no_password_itself(access):
    """What MSK does in the function's name, the function's own code cannot."""
    statements = access.allowed("CdkMskScramUsersHandler")
    (_, associate, read, key) = statements
    assert associate["Action"] == [
        "kafka:BatchAssociateScramSecret",
        "kafka:BatchDisassociateScramSecret",
        "kafka:ListScramSecrets",
    ]
    only_msk = {"Bool": {"aws:ViaAWSService": "true"}}
    assert (read["Action"], read["Condition"]) == ("secretsmanager:GetSecretValue", only_msk)
    assert read["Resource"]["Fn::Join"][1][-1] == ":secret:AmazonMSK_demo_*"
    assert key["Condition"] == only_msk
    assert key["Action"] == ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey"]


def test_the_key_is_named_once(access):
    """However many users share it."""
    keys = [
        one for one in access.allowed("CdkMskScramUsersHandler") if "kms:Decrypt" in one["Action"]
    ]
    assert len(keys) == 1


def test_clients_wait_for_the_proof(access):
    """What signs in while the stack deploys depends on it."""
    assert access.orders.association is access.audit.association
