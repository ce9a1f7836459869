"""Finding templates."""

import json

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


def test_an_empty_stack_is_a_template(tmp_path):
    """CDK writes stacks without resources as templates without that section."""
    path = tmp_path / "empty.template.json"
    path.write_text('{"Parameters": {}, "Rules": {}}')
    assert read_template(path) == {"Parameters": {}, "Rules": {}}
