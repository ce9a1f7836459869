"""A deployment file is read whole or refused with every fault named."""

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stacks.deployment import Deployment
from stacks.deployment_file import DEPLOYMENTS, DeploymentError, load

SHIPPED = sorted(path.stem for path in DEPLOYMENTS.glob("*.yaml"))


def faults(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeploymentError) as refused:
        load(str(path))
    return [line.removeprefix(f"{path}: ") for line in str(refused.value).splitlines()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deployment.yaml"


@pytest.fixture
def standard() -> str:
    return (DEPLOYMENTS / "standard.yaml").read_text(encoding="utf-8")


def test_ships_the_five_deployments():
    """The names that the documentation promises are there."""
    assert SHIPPED == ["complete", "dev", "express", "serverless", "standard"]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_deployment_is_valid(name):
    """A shipped file loads, and its name is its file's."""
    deployment, path = load(name)
    assert deployment.name == path.stem == name


def test_the_exported_schema_is_the_models():
    """Editors see exactly the model; `python -m stacks.schema` writes it anew."""
    exported = json.loads((DEPLOYMENTS / "schema.json").read_text(encoding="utf-8"))
    assert exported == Deployment.model_json_schema()


def test_an_unknown_name_gets_the_nearest():
    """A misspelt deployment is answered with the one that was meant."""
    with pytest.raises(DeploymentError, match="got 'standrad'; did you mean 'standard'"):
        load("standrad")


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    """A path that leads nowhere is named."""
    with pytest.raises(DeploymentError, match=r"nowhere\.yaml: no such file"):
        load(str(tmp_path / "nowhere.yaml"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "must be a mapping of fields, got nothing"),
        ("- a", "must be a mapping of fields, got list"),
        ("a: [", "line 1, column 5: not YAML: expected the node content, but found '<stream end>'"),
        (
            "name: a\nname: b",
            "line 2, column 1: not YAML: the key 'name' stands here twice",
        ),
        ("name: {{ stage }}", "line 1, column 8: not YAML: found unhashable key"),
        ("? [a]\n: b", "line 1, column 3: not YAML: found unhashable key"),
        ("name: a\ndescription: 2026-13-01", "not YAML: month must be in 1..12"),
        ("name: !!bool a", "not YAML: 'a'"),
        ("a: " + "[" * 5000, "not YAML: nested too deep"),
    ],
)
def test_what_is_no_mapping_is_refused(file, text, fault):
    """A file that is not even a mapping gets one line, with the place where YAML has one."""
    assert faults(file, text) == [fault]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("name: standard", "name: My Cluster", "name: must match pattern"),
        ("removal_policy: retain", "removal_policy: retian", "removal_policy: must be 'retain' or 'destroy', got 'retian'; did you mean 'retain'?"),
        ("type: standard", "type: standrad", "cluster.type: must be one of standard, express, serverless, got 'standrad'; did you mean 'standard'?"),
        ("broker_size: kafka", "broker_sise: kafka", "cluster.broker_sise: is no field; "),
        ("broker_size: kafka", "broker_sise: kafka", "cluster.broker_size: must be stated, it has no default"),
        ("volume_size_gib: 100", "volume_size_gib: plenty", "cluster.storage.volume_size_gib: must be a valid integer, got 'plenty'"),
        ("partition_count: 6", "partition_count: 0", "topics[0].partition_count: must be greater than or equal to 1, got 0"),
        ("retention.ms: 7 days", "retention.ms: [1]", "topics[0].configs.retention.ms: must be a boolean, a number or text, got [1]"),
        ("topic: orders\nmon", "topic: order\nmon", "s3_sinks[0].topic: must be a topic of this file, got 'order'; did you mean 'orders'?"),
        ("  - name: orders-service\n", "  - name: orders--service\n    read_only: true\n  - name: orders-service\n", "clients[1].name: must differ from 'orders--service' by more than dashes, got 'orders-service': outputs have none"),
        ("topic: orders\nmon", "topic: orders*\nmon", "s3_sinks[0].topic: must be a topic of this file, got 'orders*'; did you mean 'orders'?"),
        ("topic: orders\nmon", "topic: orders\n    provisioned_pollers: {minimum: 5, maximum: 3}\nmon", "s3_sinks[0].provisioned_pollers: must have a maximum not below the minimum, got {"),
        ("scram: true", "scram: false", "clients[3].authentication: must be one that the cluster accepts, which has iam, got 'scram'; "),
        ("name: payments\n", "name: orders\n", "topics[1].name: must be unique, got 'orders' a second time"),
        ('groups: ["analytics-*"]', "groups: []", "clients[1].groups: must name at least one group for a client that consumes, got (); "),
        ("tags:\n", "accepted_findings: {cdk-msk::volume-can-grow: They are watched by hand}\ntags:\n", "accepted_findings: must name a rule, got 'cdk-msk::volume-can-grow'; did you mean 'cdk-msk::volumes-can-grow'?"),
        ("tags:\n", "tags:\n  aws:team: a\n", "tags: must have keys of 1 to 128 characters, not of AWS (aws:), got 'aws:team'"),
        ("team: orders", f"team: {'x' * 257}", "tags.team: must have at most 256 characters, got 257"),
        ("tags:\n", "tags:\n" + "".join(f"  k{number}: a\n" for number in range(50)), "tags: must be at most 50, as AWS takes, got 51"),
        ("cluster:\n", "cluster:\n  network_type: DUAL\n", "cluster.network_type: must be IPV4 in the VPC that is made here, which has no IPv6, got 'DUAL'; "),
        ("cluster:\n", "cluster:\n  public_access: {client_cidrs: ['::/0']}\n", "cluster.public_access.client_cidrs[0]: must be an IPv4 block such as 198.51.100.0/24, got '::/0'; "),
        ("zones: 3", "zones: 3\n  existing_vpc: {vpc_id: vpc-1, cidr: 10.0.0.0/16, subnet_ids: [subnet-1, subnet-1, subnet-2]}", "network.existing_vpc.subnet_ids: must be different subnets, one in each zone, got ['subnet-1', "),
        ("monitoring:\n", "monitoring:\n  thresholds: {KafkaDataLogsDiskUsed: .nan}\n", "monitoring.thresholds.KafkaDataLogsDiskUsed: must be a finite number, got nan"),
        ("monitoring:\n", "monitoring:\n  email: somebody\n", "monitoring.email: must match pattern '^[^@\\s]+@[^@\\s]+$', got 'somebody'"),
        ("group: analytics-revenue", "group: 'analytics-*'", "monitoring.consumer_lag[0].group: must match pattern '^[^*]+$', got 'analytics-*'"),
        ("tags:\n", "accepted_findings: {AwsSolutions-MSK6: because}\ntags:\n", "accepted_findings.AwsSolutions-MSK6: must have at least 20 characters"),
    ],
)  # fmt: skip
def test_each_fault_names_field_value_and_rule(file, standard, old, new, fault):
    """One fault in an otherwise good file is said where it is, with what would be right."""
    assert old in standard
    said = faults(file, standard.replace(old, new, 1))
    assert any(line.startswith(fault) for line in said), said


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("kafka.m7g.large", "kafka.m7g.larg", "cluster.broker_size"),
        ("type: standard", "type: express", "cluster.broker_size"),
        ("kafka.m7g.large", "kafka.t3.small", "cluster.broker_size"),
        ("3.9.x.kraft", "3.9.x.kraf", "cluster.kafka_version"),
        ("3.9.x.kraft", "4.2.x.kraft", "cluster.kafka_version"),
        ("volume_size_gib: 100", "volume_size_gib: 20000", "cluster.storage.volume_size_gib"),
        ("volume_size_gib: 100", "volume_size_gib: 100\n    provisioned_throughput_mibps: 300", "cluster.storage.provisioned_throughput_mibps"),
        ("maximum_gib: 1000", "maximum_gib: 50", "cluster.storage_autoscaling.maximum_gib"),
        ("target_utilization_percent: 60", "target_utilization_percent: 95", "cluster.storage_autoscaling.target_utilization_percent"),
        ("min.insync.replicas: 2\n    default", "min.insync.replica: 2\n    default", "cluster.server_properties"),
        ("partition_count: 3", "partition_count: 3\n    replication_factor: 5", "topics[1].replication_factor"),
    ],
)  # fmt: skip
def test_what_msk_would_refuse_is_refused_here(file, standard, old, new, field):
    """A file that MSK would refuse is refused before a construct is made, at the field that did it."""
    assert old in standard
    said = faults(file, standard.replace(old, new, 1))
    assert any(re.match(rf"{re.escape(field)}( \(.*\))?: must ", line) for line in said), said


def test_a_cluster_without_a_type_is_told_to_state_one(file):
    """It is the one field that decides which others there are."""
    fault = "cluster.type: must be stated, it has no default"
    assert faults(file, "name: a\ncluster: {}") == [fault]


def test_all_faults_are_reported_at_once(file):
    """Nobody has to fix a file one error at a time."""
    said = faults(
        file, "name: x\nremoval_policy: never\ncluster: {type: standard, storage: {mode: HOT}}\n"
    )
    assert {line.split(": ")[0] for line in said} == {
        "removal_policy",
        "cluster.broker_size",
        "cluster.storage.mode",
    }


def test_only_fields_of_this_type_of_cluster_are_offered(file):
    """A serverless cluster is not told of fields that only brokers have."""
    (said,) = faults(file, "name: x\ncluster: {type: serverless, kafka_version: 3.9.x}\n")
    assert said == "cluster.kafka_version: is no field; the fields here are type"


def test_the_code_of_consumers_has_no_reader_of_its_own(file):
    """The toolkit's would replace it."""
    code = file.parent / "functions" / "order_totals"
    code.mkdir(parents=True)
    for module in ("index.py", "kafka_records.py"):
        (code / module).touch()
    (said,) = faults(file, (DEPLOYMENTS / "serverless.yaml").read_text(encoding="utf-8"))
    assert said.startswith("consumers[0].code: must have no kafka_records.py, got 'functions/")


@pytest.mark.parametrize(
    ("consumer", "fault"),
    [
        ("code: nowhere", "consumers[0].code: must be a folder, got 'nowhere'"),
        ("code: functions\n    handler: main.run", "consumers[0].handler: must name a module"),
    ],
)
def test_the_code_of_consumers_is_there(file, consumer, fault):
    """A missing folder or module is found before anything is synthesized."""
    (file.parent / "functions").mkdir()
    shipped = (DEPLOYMENTS / "serverless.yaml").read_text(encoding="utf-8")
    said = faults(file, shipped.replace("code: functions/order_totals", consumer))
    assert len(said) == 1
    assert said[0].startswith(fault)


_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12))
_TREES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
_FIELDS = st.sampled_from(sorted(Deployment.model_fields))


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(_FIELDS, _TREES, max_size=6))
def test_no_file_raises_anything_but_a_deployment_error(tmp_path_factory, data):
    """Whatever stands in a file, the answer is a deployment or a list of faults."""
    path = tmp_path_factory.mktemp("any") / "any.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    answer = _answer(path)
    assert isinstance(answer, Deployment) or answer.faults


def _answer(path: Path) -> Deployment | DeploymentError:
    try:
        return load(str(path))[0]
    except DeploymentError as refused:
        return refused


def test_broker_settings_carry_units(tmp_path):
    """As settings of topics do."""
    text = (DEPLOYMENTS / "standard.yaml").read_text(encoding="utf-8")
    file = tmp_path / "units.yaml"
    good = text.replace("log.retention.hours: 168", "log.retention.hours: 7 days")
    assert good != text
    file.write_text(good, encoding="utf-8")
    assert load(str(file))[0].cluster.server_properties["log.retention.hours"] == "7 days"
    wrong = faults(file, good.replace("hours: 7 days", "hours: 7 GiB"))
    assert len(wrong) == 1
    assert "log.retention.hours to a whole number" in wrong[0]
