"""Event source mappings end to end: a broker, a function that really runs, and IAM between them."""

import base64
import io
import json
import time
import zipfile
from types import SimpleNamespace
from uuid import UUID

import pytest
from botocore.exceptions import ClientError
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient, NewTopic

from msk_local import LocalCloud

_CODE = """
import base64, json, os
import boto3

def handler(event, context):
    records = [r for part in event["records"].values() for r in part]
    values = [base64.b64decode(r["value"]).decode() for r in records]
    if any(value == "poison" for value in values):
        raise RuntimeError("poison")
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody=json.dumps(values))
"""
_READING = ["Connect", "DescribeGroup", "AlterGroup", "DescribeTopic", "ReadData"]


@pytest.fixture(scope="module")
def world():
    """A cluster with IAM and SCRAM, a SCRAM user, and the package of a function."""
    with LocalCloud(broker="embedded") as cloud:
        session = cloud.session()
        kafka, ec2 = session.client("kafka"), session.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(
                VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"us-east-1{zone}"
            )["Subnet"]["SubnetId"]
            for n, zone in enumerate("abc")
        ]
        sasl = {"Iam": {"Enabled": True}, "Scram": {"Enabled": True}}
        arn = kafka.create_cluster_v2(
            ClusterName="orders",
            Provisioned={
                "BrokerNodeGroupInfo": {
                    "InstanceType": "kafka.m7g.large",
                    "ClientSubnets": subnets,
                },
                "KafkaVersion": "3.9.x.kraft",
                "NumberOfBrokerNodes": 3,
                "ClientAuthentication": {"Sasl": sasl},
            },
        )["ClusterArn"]
        _until(
            lambda: kafka.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]["State"] == "ACTIVE"
        )
        key = session.client("kms").create_key()["KeyMetadata"]["KeyId"]
        user = {"username": "alice", "password": "one"}
        secret = session.client("secretsmanager").create_secret(
            Name="AmazonMSK_orders_alice", KmsKeyId=key, SecretString=json.dumps(user)
        )["ARN"]
        kafka.batch_associate_scram_secret(ClusterArn=arn, SecretArnList=[secret])
        yield SimpleNamespace(cloud=cloud, session=session, arn=arn, secret=secret)


def _until(done, *, seconds=120.0):
    deadline = time.monotonic() + seconds
    while not (found := done()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


class _Case:
    """One function with its own role, queue and topic."""

    def __init__(self, world, name):
        self.world, self.name = world, name
        self.functions = world.session.client("lambda")
        self.iam = world.session.client("iam")
        self.queues = world.session.client("sqs")
        brokers = world.session.client("kafka").get_bootstrap_brokers(ClusterArn=world.arn)
        self._client = {
            "bootstrap.servers": brokers["BootstrapBrokerStringSaslScram"],
            "security.protocol": "SASL_SSL",
            "sasl.mechanisms": "SCRAM-SHA-512",
            "sasl.username": "alice",
            "sasl.password": "one",
            "ssl.ca.location": str(world.cloud.ca_certificate),
            "log_level": 0,
        }
        self.define(name)
        self.queue = self.queues.create_queue(QueueName=name)["QueueUrl"]
        role = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as package:
            package.writestr("index.py", _CODE)
        self.functions.create_function(
            FunctionName=name,
            Runtime="python3.12",
            Role=role,
            Handler="index.handler",
            Timeout=60,
            Code={"ZipFile": archive.getvalue()},
            Environment={"Variables": {"QUEUE": self.queue}},
        )

    def define(self, topic):
        admin = AdminClient(self._client)
        admin.create_topics([NewTopic(topic, 2, 3)])[topic].result(120)

    def consumed(self, topic):
        """Key and JSON value of the first record of `topic`."""
        settings = {"group.id": "letters", "auto.offset.reset": "earliest"}
        consumer = Consumer({**self._client, **settings})
        try:
            consumer.subscribe([topic])
            message = _until(lambda: consumer.poll(1.0))
            assert message.error() is None
            return message.key(), json.loads(message.value())
        finally:
            consumer.close()

    def allow(self, *actions):
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        self.iam.put_role_policy(
            RoleName=self.name,
            PolicyName=actions[0].replace(":", "-"),
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        )

    def allow_all(self):
        self.allow("kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers")
        self.allow(*(f"kafka-cluster:{action}" for action in _READING))

    def map(self, **options):
        return self.functions.create_event_source_mapping(
            **{
                "FunctionName": self.name,
                "EventSourceArn": self.world.arn,
                "Topics": [self.name],
                "StartingPosition": "TRIM_HORIZON",
                "MaximumBatchingWindowInSeconds": 0,
                **options,
            }
        )["UUID"]

    def produce(self, *values):
        producer = Producer(self._client)
        for value in values:
            content = value.encode() if isinstance(value, str) else value
            producer.produce(self.name, content, key=content)
        assert producer.flush(120) == 0

    def received(self, count, *, queue=None):
        """The first `count` values the function has seen."""
        values = []

        def enough():
            answer = self.queues.receive_message(
                QueueUrl=queue or self.queue, MaxNumberOfMessages=10
            )
            for message in answer.get("Messages", []):
                content = json.loads(message["Body"])
                values.extend(content if isinstance(content, list) else [content])
            return len(values) >= count

        _until(enough)
        return values

    def result(self, uuid):
        return self.functions.get_event_source_mapping(UUID=uuid)["LastProcessingResult"]


@pytest.fixture
def case(world, request):
    """Named after the test."""
    made = _Case(world, request.node.name.removeprefix("test_")[:60].replace("_", "-"))
    yield made
    for mapping in made.functions.list_event_source_mappings(FunctionName=made.name)[
        "EventSourceMappings"
    ]:
        made.functions.delete_event_source_mapping(UUID=mapping["UUID"])


def test_records_reach_the_function(case):
    """With the grants of a consumer, every record arrives, and the result is OK."""
    case.allow_all()
    values = [f"order-{n}" for n in range(50)]
    case.produce(*values)
    uuid = case.map()
    assert sorted(case.received(50)) == sorted(values)
    _until(lambda: case.result(uuid) == "OK")


def test_a_missing_grant_is_shown_and_a_later_one_heals(case):
    """Each refusal has Lambda's words; the mapping goes on by itself when the policy comes."""
    case.produce("late")
    uuid = case.map()
    _until(lambda: "not authorized to perform kafka:DescribeClusterV2" in case.result(uuid))
    case.allow("kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers")
    _until(lambda: "SASL authentication failed" in case.result(uuid))
    case.allow("kafka-cluster:Connect")
    _until(lambda: "Cluster failed to authorize Lambda" in case.result(uuid))
    case.allow(*(f"kafka-cluster:{action}" for action in reversed(_READING)))
    assert case.received(1) == ["late"]


def test_a_scram_secret_is_used_when_it_is_given(case, world):
    """The role needs to read the secret, and no grant of the data plane."""
    case.allow("kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers")
    case.allow("secretsmanager:GetSecretValue")
    access = [{"Type": "SASL_SCRAM_512_AUTH", "URI": world.secret}]
    case.map(SourceAccessConfigurations=access)
    case.produce("salty")
    assert case.received(1) == ["salty"]


def test_poison_goes_to_the_destination_and_the_rest_goes_on(case):
    """In provisioned mode a batch is given up after its retries."""
    case.allow_all()
    case.allow("sqs:SendMessage")
    dead = case.queues.create_queue(QueueName=f"{case.name}-dead")["QueueUrl"]
    case.map(
        BatchSize=1,
        ProvisionedPollerConfig={"MinimumPollers": 1},
        MaximumRetryAttempts=1,
        DestinationConfig={
            "OnFailure": {"Destination": f"arn:aws:sqs:us-east-1:123456789012:{case.name}-dead"}
        },
    )
    case.produce("poison", "good")
    assert case.received(1) == ["good"]
    (description,) = case.received(1, queue=dead)
    assert description["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert description["requestContext"]["approximateInvokeCount"] == 2


def test_poison_goes_to_a_kafka_topic(case):
    """Written as the role that reads: refused without its grant, the whole record with it."""
    case.allow_all()
    dead = f"{case.name}-dead"
    case.define(dead)
    uuid = case.map(
        ProvisionedPollerConfig={"MinimumPollers": 1},
        MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": f"kafka://{dead}"}},
    )
    case.produce("poison")
    _until(lambda: f"destination kafka://{dead} refuses" in case.result(uuid))
    case.allow("kafka-cluster:WriteData")
    case.produce("poison")
    key, letter = case.consumed(dead)
    assert key == b"poison"
    assert letter["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert letter["KafkaBatchInfo"]["batchSize"] == 1
    ((record,),) = letter["payload"]["records"].values()
    assert base64.b64decode(record["value"]) == b"poison"


def test_schemas_are_checked(case):
    """What is behind the schema's id reaches the function; what has none goes to the destination."""
    case.allow_all()
    case.allow("kafka-cluster:WriteData")
    glue = case.world.session.client("glue")
    registry = glue.create_registry(RegistryName=case.name)["RegistryArn"]
    schema = glue.create_schema(
        RegistryId={"RegistryArn": registry},
        SchemaName="orders",
        DataFormat="JSON",
        Compatibility="NONE",
        SchemaDefinition='{"$schema": "http://json-schema.org/draft-07/schema#"}',
    )["SchemaVersionId"]
    dead = f"{case.name}-dead"
    case.define(dead)
    checked = {
        "SchemaRegistryURI": registry,
        "EventRecordFormat": "JSON",
        "SchemaValidationConfigs": [{"Attribute": "VALUE"}],
    }
    uuid = case.map(
        ProvisionedPollerConfig={"MinimumPollers": 1},
        AmazonManagedKafkaEventSourceConfig={"SchemaRegistryConfig": checked},
        DestinationConfig={"OnFailure": {"Destination": f"kafka://{dead}"}},
    )
    case.produce(b"\x03\x00" + UUID(schema).bytes + b'{"total": 1}', "plain")
    _until(lambda: "not authorized to perform glue:GetRegistry" in case.result(uuid))
    case.allow("glue:GetRegistry", "glue:GetSchemaVersion")
    assert case.received(1) == ['{"total": 1}']
    key, letter = case.consumed(dead)
    assert key == b"plain"
    assert letter["requestContext"]["condition"] == "DESERIALIZATION_ERROR"


def test_offsets_are_committed_in_the_chosen_group(case):
    """A mapping that comes after another in its group goes on where that one was."""
    case.allow_all()
    group = {"AmazonManagedKafkaEventSourceConfig": {"ConsumerGroupId": "shared"}}
    first = case.map(**group)
    case.produce("first")
    assert case.received(1) == ["first"]
    _until(lambda: case.result(first) == "OK")
    case.functions.delete_event_source_mapping(UUID=first)
    case.produce("second")
    case.map(**group)
    assert "second" in case.received(1)


def test_a_mapping_can_be_switched_off_and_on(case):
    """Disabled, it reads nothing; enabled again it goes on; filters can be added meanwhile."""
    case.allow_all()
    uuid = case.map(Enabled=False)
    assert case.functions.get_event_source_mapping(UUID=uuid)["State"] == "Disabled"
    case.produce('{"kind": "noise"}', '{"kind": "sale"}')
    pattern = json.dumps({"value": {"kind": ["sale"]}})
    case.functions.update_event_source_mapping(
        UUID=uuid, Enabled=True, FilterCriteria={"Filters": [{"Pattern": pattern}]}
    )
    assert case.received(1) == ['{"kind": "sale"}']
    assert case.functions.get_event_source_mapping(UUID=uuid)["State"] == "Enabled"


def test_reading_can_begin_at_a_moment(case):
    """AT_TIMESTAMP passes over what is older."""
    case.allow_all()
    case.produce("old")
    time.sleep(1.1)  # the position has a resolution of a second
    moment = time.time()
    case.produce("new")
    case.map(StartingPosition="AT_TIMESTAMP", StartingPositionTimestamp=moment)
    assert case.received(1) == ["new"]


def test_what_lambda_refuses(case, world):
    """A second mapping of a pair, a missing function, a missing cluster, a missing mapping."""
    case.map(Enabled=False)
    with pytest.raises(ClientError, match="already exists"):
        case.map()
    with pytest.raises(ClientError, match="Function not found"):
        case.map(FunctionName="nobody")
    with pytest.raises(ClientError, match="Cannot find the cluster"):
        case.map(EventSourceArn=f"{world.arn}9")
    registry = "arn:aws:glue:us-east-1:123456789012:registry/nowhere"
    config = {
        "SchemaRegistryURI": registry,
        "SchemaValidationConfigs": [{"Attribute": "VALUE"}],
    }
    with pytest.raises(ClientError, match="Cannot find the registry"):
        case.map(
            ProvisionedPollerConfig={"MinimumPollers": 1},
            AmazonManagedKafkaEventSourceConfig={"SchemaRegistryConfig": config},
        )
    with pytest.raises(case.functions.exceptions.ResourceNotFoundException):
        case.result("11111111-2222-3333-4444-555555555555")
