"""The JSON Schemas beside the files they are for."""

import json
import re

import jsonschema
import pytest
import yaml

from stacks.deployment_file import DEPLOYMENTS
from stacks.schema import schemas

FILES = sorted(DEPLOYMENTS.rglob("*.yaml"))


@pytest.mark.parametrize("file", schemas(), ids=lambda file: file.name)
def test_the_exported_schema_is_the_current_one(file):
    """Editors see what is read; `python -m stacks.schema` writes it anew."""
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(json.dumps(schemas()[file]))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_shipped_file_names_its_schema_and_fits_it(file):
    """So that its next editor is helped, and told nothing that is untrue."""
    text = file.read_text(encoding="utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named
    schema = json.loads((file.parent / named[1]).read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load(text), schema)
