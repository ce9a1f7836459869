"""CloudFormation's short forms in YAML."""

import pytest
import yaml

from mskctl.short_forms import TemplateLoader


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!Ref A", {"Ref": "A"}),
        ("!Condition A", {"Condition": "A"}),
        ("!GetAtt A.B.C", {"Fn::GetAtt": ["A", "B.C"]}),
        ("!GetAtt [A, B]", {"Fn::GetAtt": ["A", "B"]}),
        ("!Sub '${A}'", {"Fn::Sub": "${A}"}),
        ("!If [C, !Ref A, 1]", {"Fn::If": ["C", {"Ref": "A"}, 1]}),
        ("!Transform {Name: x}", {"Fn::Transform": {"Name": "x"}}),
        ("2010-09-09", "2010-09-09"),
    ],
)
def test_short_forms_are_long_forms(text, value):
    """Each short form is read as the function it stands for."""
    assert yaml.load(text, Loader=TemplateLoader) == value
