"""Descriptions of given-up batches, in the places they are sent to."""

import io
import json
import zipfile

import pytest

from msk_local.event_source_mapping.failures import FailureDestination, GivenUp
from msk_local.event_source_mapping.problem import ProblemError
from msk_local.kafka import IamIdentity


class _Endpoint:
    def __init__(self, session):
        self.client = session.client


class _Identities:
    """Lets the role of every function do what a test says."""

    def __init__(self):
        self.actions = ["sqs:SendMessage", "sns:Publish", "s3:PutObject"]
        self.resource = "*"

    def iam_identity(self, access_key_id):
        statement = {"Effect": "Allow", "Action": self.actions, "Resource": self.resource}
        return IamIdentity(secret_access_key="", principal_arn="", statements=[statement])

    def scram_password(self, cluster_arn, username):
        return None


@pytest.fixture
def identities():
    return _Identities()


@pytest.fixture(scope="module", autouse=True)
def function(simulated):
    """The function of the mapping exists; its role is where the destination is sent from."""
    role = simulated.client("iam").create_role(RoleName="sink", AssumeRolePolicyDocument="{}")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("index.py", "")
    simulated.client("lambda").create_function(
        FunctionName="sink",
        Runtime="python3.12",
        Role=role["Role"]["Arn"],
        Handler="index.handler",
        Code={"ZipFile": archive.getvalue()},
    )


@pytest.fixture
def send(simulated, identities, make_mapping, make_record):
    """Sends a batch of two partitions to a destination."""

    def send_to(arn):
        mapping = make_mapping(DestinationConfig={"OnFailure": {"Destination": arn}})
        records = [make_record(3, timestamp=10), make_record(5, timestamp=20)]
        batch = GivenUp([*records, make_record(1, partition=1)], "X", 4, "Unhandled")
        destination = FailureDestination(_Endpoint(simulated), identities, mapping, connector=None)
        destination.send(batch, bootstrap_servers="b:1")

    return send_to


def test_a_queue_gets_the_description(simulated, send):
    """Ranges of offsets and times, no record."""
    queue = simulated.client("sqs").create_queue(QueueName="dead")["QueueUrl"]
    send("arn:aws:sqs:us-east-1:123456789012:dead")
    (message,) = simulated.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    description = json.loads(message["Body"])
    assert description["requestContext"]["condition"] == "X"
    assert description["requestContext"]["approximateInvokeCount"] == 4
    assert description["responseContext"]["functionError"] == "Unhandled"
    info = description["KafkaBatchInfo"]
    assert info["batchSize"] == 3
    assert info["recordsInfo"]["orders-0"] == {
        "firstRecordOffset": 3,
        "firstRecordTimestamp": 10,
        "lastRecordOffset": 5,
        "lastRecordTimestamp": 20,
    }
    assert set(info["recordsInfo"]) == {"orders-0", "orders-1"}
    assert "payload" not in description


def test_a_bucket_gets_the_records_as_well(simulated, identities, send):
    """The object is named after mapping, function and time, and holds the whole event.

    What Lambda itself writes is all that the role has to be allowed.
    """
    identities.resource = "arn:aws:s3:::dead/aws/lambda/*"
    s3 = simulated.client("s3")
    s3.create_bucket(Bucket="dead")
    send("arn:aws:s3:::dead")
    (found,) = s3.list_objects_v2(Bucket="dead")["Contents"]
    assert found["Key"].startswith("aws/lambda/11111111-2222-3333-4444-555555555555/sink/")
    content = json.loads(s3.get_object(Bucket="dead", Key=found["Key"])["Body"].read())
    event = json.loads(content["payload"])
    assert [record["offset"] for record in event["records"]["orders-0"]] == [3, 5]


def test_a_topic_gets_the_description(simulated, send):
    """It reaches the queue that listens to the topic."""
    topic = simulated.client("sns").create_topic(Name="dead")["TopicArn"]
    queue = simulated.client("sqs").create_queue(QueueName="listener")["QueueUrl"]
    simulated.client("sns").subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:listener"
    )
    send(topic)
    (message,) = simulated.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    assert "RetryAttempts" not in message["Body"]
    assert "KafkaBatchInfo" in json.loads(message["Body"])["Message"]


def test_a_destination_that_is_not_there_is_a_problem(send):
    """It is shown; the batch is lost, as on AWS."""
    with pytest.raises(ProblemError, match="on-failure destination"):
        send("arn:aws:sqs:us-east-1:123456789012:nowhere")


def test_the_role_must_be_allowed_to_send(identities, send):
    """A grant that was forgotten is a problem here as it is on AWS."""
    identities.actions = ["kafka:*"]
    with pytest.raises(ProblemError, match="not authorized to perform sqs:SendMessage"):
        send("arn:aws:sqs:us-east-1:123456789012:dead")
