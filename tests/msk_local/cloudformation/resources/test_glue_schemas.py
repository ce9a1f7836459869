"""Schema registries of Glue, deployed by templates."""

DEFINITION = '{"$schema": "http://json-schema.org/draft-07/schema#"}'


def test_a_registry_and_a_schema_in_it(stacks):
    """Both come and go with the template, and say their ARNs."""
    glue = stacks.endpoint.client("glue")
    outputs = {
        "Registry": {"Value": {"Fn::GetAtt": ["Registry", "Arn"]}},
        "Schema": {"Value": {"Ref": "Schema"}},
        "Version": {"Value": {"Fn::GetAtt": ["Schema", "InitialSchemaVersionId"]}},
    }
    name = stacks.create(
        {
            "Registry": {"Type": "AWS::Glue::Registry", "Properties": {"Name": "orders"}},
            "Schema": {
                "Type": "AWS::Glue::Schema",
                "Properties": {
                    "Name": "placed",
                    "Registry": {"Arn": {"Ref": "Registry"}},
                    "DataFormat": "JSON",
                    "Compatibility": "NONE",
                    "SchemaDefinition": DEFINITION,
                },
            },
        },
        Outputs=outputs,
    )
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    found = stacks.outputs(name)
    assert found["Registry"].endswith(":registry/orders")
    assert found["Schema"].endswith(":schema/orders/placed")
    version = glue.get_schema_version(SchemaVersionId=found["Version"])
    assert version["SchemaDefinition"] == DEFINITION
    assert stacks.delete(name) == "DELETE_COMPLETE"
    assert glue.list_registries()["Registries"] == []
