"""Finding templates."""

import json

import pytest

from mskctl.templates import read_template, template_files


def test_a_cloud_assembly_is_its_manifest(tmp_path):
    """Templates of stacks that were synthesized into the folder before are not read."""
    for name in ("now", "before", "nowNested1234.nested"):
        (tmp_path / f"{name}.template.json").write_text('{"Resources": {}}')
    stack = {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": "now.template.json"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": {"now": stack}}))
    assert [file.name for file in template_files(tmp_path)] == [
        "now.template.json",
        "nowNested1234.nested.template.json",
    ]


@pytest.mark.parametrize(
    "manifest",
    [
        "{",
        "[]",
        '{"artifacts": []}',
        '{"artifacts": {"a": {}}}',
        '{"artifacts": {"a": {"type": "aws:cloudformation:stack"}}}',
        '{"name": "A web application"}',
    ],
)
def test_a_manifest_of_something_else_is_no_assembly(tmp_path, manifest):
    """The folder is searched as any other is."""
    (tmp_path / "manifest.json").write_text(manifest)
    template = tmp_path / "orders.yaml"
    template.write_text("Resources: {}")
    assert template_files(tmp_path) == (template,)


def test_an_empty_stack_is_a_template(tmp_path):
    """CDK writes stacks without resources as templates without that section."""
    path = tmp_path / "empty.template.json"
    path.write_text('{"Parameters": {}, "Rules": {}}')
    assert read_template(path) == {"Parameters": {}, "Rules": {}}
