"""Workspaces, rules and collectors of Amazon Managed Service for Prometheus."""

import base64
import json
from types import SimpleNamespace

import pytest

from msk_local.cloudformation.catalogue import provisioner
from msk_local.cloudformation.errors import ResourceError

RULES = "groups: [{name: one, rules: [{record: 'a:b:c', expr: sum(up)}]}]"
JOB = {"job_name": "kafka", "dns_sd_configs": [{"names": ["demo"], "type": "A", "port": 11001}]}
OUTPUTS = {
    name: {"Value": {"Fn::GetAtt": path}}
    for name, path in {
        "Endpoint": ["Workspace", "PrometheusEndpoint"],
        "Id": ["Workspace", "WorkspaceId"],
        "Rules": ["Rules", "Arn"],
        "Role": ["Scraper", "RoleArn"],
    }.items()
}


def blob(*jobs):
    """A scrape configuration as the property has it."""
    return base64.b64encode(json.dumps({"scrape_configs": jobs}).encode()).decode()


def workspace(**properties):
    return {"Type": "AWS::APS::Workspace", "Properties": {"Alias": "demo", **properties}}


def rules(data=RULES, **properties):
    return {
        "Type": "AWS::APS::RuleGroupsNamespace",
        "Properties": {
            "Name": "rules",
            "Data": data,
            "Workspace": {"Ref": "Workspace"},
            **properties,
        },
    }


def network():
    """Two subnets in two zones, and one more in the first."""

    def subnet(number, zone):
        return {
            "Type": "AWS::EC2::Subnet",
            "Properties": {
                "VpcId": {"Ref": "Vpc"},
                "CidrBlock": f"10.0.{number}.0/24",
                "AvailabilityZone": {"Fn::Select": [zone, {"Fn::GetAZs": ""}]},
            },
        }

    return {
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "A": subnet(1, 0),
        "B": subnet(2, 1),
        "C": subnet(3, 0),
        "Group": {
            "Type": "AWS::EC2::SecurityGroup",
            "Properties": {"GroupDescription": "collector", "VpcId": {"Ref": "Vpc"}},
        },
    }


def scraper(configuration=None, subnets=("A", "B"), to=None):
    return {
        "Type": "AWS::APS::Scraper",
        "Properties": {
            "Alias": "demo",
            "ScrapeConfiguration": {"ConfigurationBlob": configuration or blob(JOB)},
            "Source": {
                "VpcConfiguration": {
                    "SubnetIds": [{"Ref": one} for one in subnets],
                    "SecurityGroupIds": [{"Fn::GetAtt": ["Group", "GroupId"]}],
                }
            },
            "Destination": {"AmpConfiguration": {"WorkspaceArn": to or {"Ref": "Workspace"}}},
        },
    }


def test_all_three_are_made_changed_and_deleted(stacks):
    """Attributes are those that AWS documents, and survive changes in place."""
    first = {
        "Workspace": workspace(Tags=[{"Key": "a", "Value": "b"}]),
        "Rules": rules(),
        **network(),
        "Scraper": scraper(),
    }
    name = stacks.create(first, Outputs=OUTPUTS)
    outputs, ids = stacks.outputs(name), stacks.physical_ids(name)
    amp = stacks.endpoint.client("amp")
    found = amp.describe_workspace(workspaceId=outputs["Id"])["workspace"]
    assert (found["alias"], found["tags"]["a"]) == ("demo", "b")
    assert outputs["Endpoint"] == found["prometheusEndpoint"]
    assert ids["Workspace"] == found["arn"]
    assert ":role/aws-service-role/scraper.aps.amazonaws.com/" in outputs["Role"]

    other = RULES.replace("sum", "max")
    second = {
        **first,
        "Workspace": workspace(Alias="other", WorkspaceConfiguration={"RetentionPeriodInDays": 9}),
        "Rules": rules(other, Tags=[{"Key": "c", "Value": "d"}]),
        "Scraper": scraper(blob(JOB, {**JOB, "job_name": "node"})),
    }
    assert stacks.update(name, second, Outputs=OUTPUTS) == "UPDATE_COMPLETE"
    assert stacks.physical_ids(name) == ids
    found = amp.describe_workspace(workspaceId=outputs["Id"])["workspace"]
    assert found["alias"] == "other"
    assert "a" not in found["tags"]
    namespace = amp.describe_rule_groups_namespace(workspaceId=outputs["Id"], name="rules")
    assert namespace["ruleGroupsNamespace"]["data"] == other.encode()

    assert stacks.delete(name) == "DELETE_COMPLETE"
    assert not [one for one in amp.list_workspaces()["workspaces"] if one["arn"] == found["arn"]]


@pytest.fixture(scope="module")
def made(stacks):
    """Makes one more resource beside a network and a workspace, of which it may name any."""
    name = stacks.create({"Workspace": workspace(), **network()})
    ids = stacks.physical_ids(name)
    context = SimpleNamespace(
        client=stacks.endpoint.client, arn=stacks.endpoint.arn, tag_map=lambda _: {}
    )

    def named(value):
        if isinstance(value, dict):
            if "Ref" in value or "Fn::GetAtt" in value:
                return ids[value.get("Ref") or value["Fn::GetAtt"][0]]
            return {key: named(one) for key, one in value.items()}
        return [named(one) for one in value] if isinstance(value, list) else value

    return lambda one: provisioner(one["Type"]).create(named(one["Properties"]), context)


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        (rules("groups: 3"), "there are no groups"),
        (rules("groups: [{name: a}, {name: a}]"), "group 'a' is there twice"),
        (rules("groups: [{name: a, rules: [{alert: x}]}]"), "without one name and one expr"),
        (rules("]"), "the text must be YAML"),
        (rules("- a"), "the text must be a YAML mapping"),
        (
            workspace(WorkspaceConfiguration={"RetentionPeriodInDays": 2000}),
            "RetentionPeriodInDays must be at most 1095",
        ),
        (
            workspace(LoggingConfiguration={"LogGroupArn": "arn:aws:logs:x:1:log-group:/mine:*"}),
            "must be that of a group under /aws/vendedlogs/",
        ),
        (workspace(AlertManagerDefinition="route: {}"), "must have alertmanager_config"),
        (scraper("no base64!"), "must be a scrape configuration in Base64"),
        (scraper(blob(JOB, JOB)), "the job 'kafka' is there twice"),
        (
            scraper(blob({"job_name": "a", "file_sd_configs": []})),
            "the job 'a' must find its targets with dns_sd_configs or static_configs, got file_sd",
        ),
        (
            scraper(blob({**JOB, "scrape_interval": "15s"})),
            "scrape_interval must be at least 30s, got 15s",
        ),
        (
            scraper(blob({**JOB, "metrics_path": "/" * 300_000})),
            "ConfigurationBlob must be at most 262144 bytes",
        ),
        (scraper(subnets=("A", "C")), "in two availability zones at least"),
        (scraper(subnets="ABABAB"), "SubnetIds must be one to 5, got 6"),
        (
            scraper(to="arn:aws:aps:us-east-1:123456789012:workspace/ws-none"),
            "there is no workspace arn:aws:aps:us-east-1:123456789012:workspace/ws-none",
        ),
    ],
)
def test_what_aws_would_refuse_is_refused(made, resource, reason):
    """With a reason that stands in the events of the stack."""
    with pytest.raises(ResourceError, match=reason):
        made(resource)
