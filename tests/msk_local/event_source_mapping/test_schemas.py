"""Keys and values against the schemas of a registry."""

import base64
import io
import json
import zipfile
import zlib
from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID

import pytest

from msk_local.event_source_mapping.problem import ProblemError
from msk_local.event_source_mapping.schemas import NOT_FOUND, NOT_READABLE, Schemas
from msk_local.kafka import IamIdentity

_NOBODY = "11111111-2222-3333-4444-555555555555"
_JSON = '{"$schema": "http://json-schema.org/draft-07/schema#"}'
_AVRO = '{"type": "record", "name": "order", "fields": []}'


class _Identities:
    """Lets the role of every function do what a test says."""

    def __init__(self):
        self.actions = ["glue:*"]

    def iam_identity(self, access_key_id):
        statement = {"Effect": "Allow", "Action": self.actions, "Resource": "*"}
        return IamIdentity(secret_access_key="", principal_arn="", statements=[statement])


@pytest.fixture
def identities():
    return _Identities()


@pytest.fixture(scope="module")
def world(simulated):
    """A function with a role, and two registries: one with a schema of JSON and one of Avro."""
    role = simulated.client("iam").create_role(RoleName="checked", AssumeRolePolicyDocument="{}")
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
    glue = simulated.client("glue")

    def schema(registry, data_format, definition):
        return glue.create_schema(
            RegistryId={"RegistryArn": registry},
            SchemaName=data_format.lower(),
            DataFormat=data_format,
            Compatibility="NONE",
            SchemaDefinition=definition,
        )["SchemaVersionId"]

    registry = glue.create_registry(RegistryName="checked")["RegistryArn"]
    other = glue.create_registry(RegistryName="other")["RegistryArn"]
    return SimpleNamespace(
        endpoint=SimpleNamespace(client=simulated.client),
        registry=registry,
        json=schema(registry, "JSON", _JSON),
        avro=schema(registry, "AVRO", _AVRO),
        elsewhere=schema(other, "JSON", _JSON),
    )


@pytest.fixture
def schemas(world, identities, make_mapping):
    """The schemas of a mapping that checks these attributes."""

    def of(*attributes, record_format="JSON"):
        config = {
            "SchemaRegistryURI": world.registry,
            "EventRecordFormat": record_format,
            "SchemaValidationConfigs": [{"Attribute": one} for one in attributes],
        }
        mapping = make_mapping(AmazonManagedKafkaEventSourceConfig={"SchemaRegistryConfig": config})
        return Schemas(world.endpoint, identities, mapping)

    return of


def written(schema_id, content, *, compression=0):
    """What Glue's clients write."""
    return bytes([3, compression]) + UUID(schema_id).bytes + content


def test_a_value_comes_without_its_header(world, schemas, make_record):
    """Its schema is named beside it; the key, which is not checked, stays as it is."""
    record = make_record(1, key=b"k", value=written(world.json, b'{"a": 1}'))
    (fit,), unfit = schemas("VALUE").split([record])
    assert unfit == {}
    assert fit.raw_value == b'{"a": 1}'
    assert fit.raw_key == b"k"
    assert base64.b64decode(fit.body["value"]) == b'{"a": 1}'
    assert fit.body["valueSchemaMetadata"] == {"dataFormat": "JSON", "schemaId": world.json}
    assert "keySchemaMetadata" not in fit.body
    assert fit.size == len(json.dumps(fit.body)) + 2


def test_keys_and_compressed_content(world, schemas, make_record):
    """Both may be checked, each by a schema of its own."""
    record = make_record(
        1,
        key=written(world.json, zlib.compress(b"7"), compression=5),
        value=written(world.json, b"[]"),
    )
    (fit,), _ = schemas("KEY", "VALUE").split([record])
    assert (fit.raw_key, fit.raw_value) == (b"7", b"[]")


def test_records_without_a_schema_never_reach_the_function(world, schemas, make_record):
    """Each with Lambda's code for the reason, in order."""
    values = {
        b"{}": NOT_READABLE,
        b"": NOT_READABLE,
        written(_NOBODY, b"{}"): NOT_FOUND,
        written(world.elsewhere, b"{}"): NOT_FOUND,
        written(world.json, b"{"): NOT_READABLE,
        written(world.json, b"no zlib", compression=5): NOT_READABLE,
        written(world.json, b"{}", compression=9): NOT_READABLE,
    }
    records = [make_record(offset, value=value) for offset, value in enumerate(values)]
    fit, unfit = schemas("VALUE").split(records)
    assert fit == []
    found = {record.raw_value: code for code, some in unfit.items() for record in some}
    assert found == values


def test_a_tombstone_follows_every_schema(schemas, make_record):
    """It has no value that could not."""
    tombstone = replace(make_record(1), raw_value=None)
    (fit,), unfit = schemas("KEY", "VALUE").split([tombstone])
    assert (fit.raw_value, fit.body, unfit) == (None, tombstone.body, {})


def test_avro_is_handed_on_or_a_problem(world, schemas, make_record):
    """As it was written, without the header; the local cloud cannot make JSON of it."""
    record = make_record(1, value=written(world.avro, b"\x02"))
    (fit,), _ = schemas("VALUE", record_format="SOURCE").split([record])
    assert fit.raw_value == b"\x02"
    with pytest.raises(ProblemError, match="cannot turn AVRO into JSON"):
        schemas("VALUE").split([record])


@pytest.mark.parametrize("missing", ["GetRegistry", "GetSchemaVersion"])
def test_the_role_has_to_be_allowed(world, schemas, identities, make_record, missing):
    """A grant that was forgotten is a problem here as it is on AWS."""
    both = {"GetRegistry", "GetSchemaVersion"}
    identities.actions = [f"glue:{action}" for action in both - {missing}]
    with pytest.raises(ProblemError, match=f"not authorized to perform glue:{missing}"):
        schemas("VALUE").split([make_record(1, value=written(world.json, b"{}"))])


def test_without_a_registry_nothing_is_checked(world, identities, make_mapping, make_record):
    """Records are as they are."""
    record = make_record(1)
    assert Schemas(world.endpoint, identities, make_mapping()).split([record]) == ([record], {})
