import json

import pytest

from msk_local.cloudformation.template import parse_template
from msk_local.protocols import ServiceError

SHORT = """
Resources:
  Queue:
    Type: AWS::SQS::Queue
    DependsOn: Other
    DeletionPolicy: Retain
    Properties:
      QueueName: !Sub "${AWS::StackName}-x"
      Tags: !If [Enabled, [!Ref A], !Ref AWS::NoValue]
      Arn: !GetAtt Other.Arn.Nested
      Date: 2012-10-17
  Other: {Type: AWS::SQS::Queue}
Conditions:
  Enabled: !Not [!Condition Disabled]
"""


def test_short_forms_are_spelled_out():
    """YAML's tags become the functions they stand for; dates stay text."""
    template = parse_template(SHORT)
    assert template.resources["Queue"].properties == {
        "QueueName": {"Fn::Sub": "${AWS::StackName}-x"},
        "Tags": {"Fn::If": ["Enabled", [{"Ref": "A"}], {"Ref": "AWS::NoValue"}]},
        "Arn": {"Fn::GetAtt": ["Other", "Arn.Nested"]},
        "Date": "2012-10-17",
    }
    assert template.section("Conditions") == {"Enabled": {"Fn::Not": [{"Condition": "Disabled"}]}}


def test_attributes_of_a_resource_are_read():
    """DependsOn may be one name; policies have their defaults."""
    template = parse_template(SHORT)
    queue, other = template.resources["Queue"], template.resources["Other"]
    assert (queue.depends_on, queue.deletion_policy) == (("Other",), "Retain")
    assert (other.depends_on, other.deletion_policy, other.properties) == ((), "Delete", {})


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{", "Template format error"),
        ("[1]", "unsupported structure"),
        (json.dumps({"Resources": {}}), "At least one Resources member"),
        (json.dumps({"Resource": {"A": {}}}), "Invalid template property or properties"),
        (json.dumps({"Resources": {"A": {}}}), "must contain a Type member"),
        (json.dumps({"Resources": {"A-b": {"Type": "T"}}}), "non alphanumeric"),
        (json.dumps({"Resources": {"A": {"Type": "T", "Propertys": {}}}}), "Propertys"),
        (json.dumps({"Transform": "M", "Resources": {"A": {"Type": "T"}}}), "Transforms"),
    ],
)  # fmt: skip
def test_malformed_templates_are_refused(body, reason):
    """Each fault of the outer form is a ValidationError that names it."""
    with pytest.raises(ServiceError, match=reason) as refused:
        parse_template(body)
    assert refused.value.code == "ValidationError"
