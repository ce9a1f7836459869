import json

import pytest
from botocore.exceptions import ClientError

QUEUE = {"Queue": {"Type": "AWS::SQS::Queue"}}


@pytest.fixture
def create(stacks):
    """Creates a stack with one parameter P and one output that shows its value."""

    def make(declaration, value=None, **output):
        name = stacks.name()
        body = {
            "Parameters": {"P": declaration},
            "Resources": QUEUE,
            "Outputs": {"Out": {"Value": output.get("shows", {"Ref": "P"})}},
        }
        given = [] if value is None else [{"ParameterKey": "P", "ParameterValue": value}]
        stacks.client.create_stack(StackName=name, TemplateBody=json.dumps(body), Parameters=given)
        stacks.wait(name)
        return name

    return make


def test_a_value_wins_over_the_default(stacks, create):
    """The default is used when nothing is given."""
    assert stacks.outputs(create({"Type": "String", "Default": "d"}))["Out"] == "d"
    assert stacks.outputs(create({"Type": "String", "Default": "d"}, "v"))["Out"] == "v"


def test_lists_are_lists(stacks, create):
    """CommaDelimitedList is split where a list is expected."""
    chosen = {"Fn::Select": [1, {"Ref": "P"}]}
    name = create({"Type": "CommaDelimitedList"}, "a, b,c", shows=chosen)
    assert stacks.outputs(name)["Out"] == "b"


def test_parameter_store_is_read(stacks, create):
    """An SSM type names a parameter and yields its value; DescribeStacks shows both."""
    stacks.endpoint.client("ssm").put_parameter(Name="/stored", Value="1,2", Type="String")
    name = create(
        {"Type": "AWS::SSM::Parameter::Value<List<String>>", "Default": "/stored"},
        shows={"Fn::Join": ["-", {"Ref": "P"}]},
    )
    assert stacks.outputs(name)["Out"] == "1-2"
    (shown,) = stacks.describe(name)["Parameters"]
    assert (shown["ParameterValue"], shown["ResolvedValue"]) == ("/stored", "1,2")


def test_hidden_values_are_not_shown(stacks, create):
    """NoEcho hides the value from DescribeStacks."""
    name = create({"Type": "String", "NoEcho": True}, "secret", shows="x")
    assert stacks.describe(name)["Parameters"][0]["ParameterValue"] == "****"


@pytest.mark.parametrize(
    ("declaration", "value", "reason"),
    [
        ({"Type": "String"}, None, r"\[P\] must have values"),
        ({"Type": "String", "AllowedValues": ["a"]}, "b", "AllowedValues"),
        ({"Type": "String", "AllowedPattern": "[a-c]+"}, "d", "regular expression"),
        ({"Type": "String", "MinLength": 3}, "ab", "MinLength"),
        ({"Type": "Number"}, "x", "must be a number"),
        ({"Type": "Number", "MaxValue": 3}, "4", "MaxValue"),
        ({"Type": "String", "AllowedPattern": "a", "ConstraintDescription": "only a"}, "b", "only a"),
        ({"Type": "AWS::SSM::Parameter::Value<String>"}, "/missing", "Unable to fetch parameters"),
    ],
)  # fmt: skip
def test_unacceptable_values_are_refused(create, declaration, value, reason):
    """Constraints hold before anything is created."""
    with pytest.raises(ClientError, match=reason):
        create(declaration, value)


def test_previous_values_can_be_kept(stacks, create):
    """UsePreviousValue keeps what the stack has; for a new parameter it is an error."""
    name = create({"Type": "String"}, "first")
    body = {
        "Parameters": {"P": {"Type": "String"}},
        "Resources": QUEUE,
        "Outputs": {"Out": {"Value": {"Fn::Sub": "new ${P}"}}},
    }
    stacks.client.update_stack(
        StackName=name,
        TemplateBody=json.dumps(body),
        Parameters=[{"ParameterKey": "P", "UsePreviousValue": True}],
    )
    stacks.wait(name)
    assert stacks.outputs(name)["Out"] == "new first"
    body["Parameters"]["Q"] = {"Type": "String"}
    with pytest.raises(ClientError, match="not in the previous template"):
        stacks.client.update_stack(
            StackName=name,
            TemplateBody=json.dumps(body),
            Parameters=[
                {"ParameterKey": "P", "UsePreviousValue": True},
                {"ParameterKey": "Q", "UsePreviousValue": True},
            ],
        )


def test_unknown_parameters_are_refused(stacks):
    """A value for a parameter that the template does not declare is an error."""
    with pytest.raises(ClientError, match="do not exist in the template"):
        stacks.create(QUEUE, Parameters=[{"ParameterKey": "X", "ParameterValue": "y"}])
