"""Reading YAML: what is wrong is said in the same words for every file."""

import pytest

from topic_files.yaml_text import read_yaml


def _at_depth(depth, call):
    """What `call` returns with so many frames below it."""
    return call() if depth == 0 else _at_depth(depth - 1, call)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_what_is_nested_too_deep_is_said_so(tmp_path, opening):
    """Python's own words for it depend on where its stack ends, ours do not."""
    file = tmp_path / "deep.yaml"
    file.write_text(opening * 1000)
    for depth in range(40):
        content, (fault,) = _at_depth(depth, lambda: read_yaml(file, "deep.yaml"))
        assert (content, fault.message) == (None, "must be YAML; nested too deep")


def test_one_line_for_each_fault(tmp_path):
    """What Python says of an impossible day stands behind the file's name."""
    file = tmp_path / "day.yaml"
    file.write_text("on: 2026-13-01")
    content, (fault,) = read_yaml(file, "day.yaml")
    assert (content, fault.file, fault.path) == (None, "day.yaml", "")
    assert fault.message.startswith("must be YAML; month must be in 1..12")
