"""``mskctl status``."""

import json
import xml.etree.ElementTree as ET
from types import SimpleNamespace

import boto3
import pytest
from botocore.exceptions import ProfileNotFound
from typer.testing import CliRunner

from mskctl import topics_live
from mskctl.cli import app
from mskctl.commands import status as command

ARN = "arn:aws:kafka:eu-central-1:111122223333:cluster/orders/1f0b-2"


def run(*arguments, **environment):
    return CliRunner().invoke(app, ["status", *arguments], env={"COLUMNS": None, **environment})


@pytest.mark.parametrize(("kind", "ends"), [("standard", 1), ("express", 0), ("serverless", 1)])
def test_a_page_ends_with_1(kind, ends):
    """What is less urgent does not, unless it is asked for."""
    assert run("--example", kind).exit_code == ends
    assert run("--example", kind, "--fail-on", "warning").exit_code == 1
    assert run("--example", kind, "--fail-on", "never").exit_code == 0


def test_without_a_terminal_it_has_a_width():
    """Wide enough for files; COLUMNS says otherwise."""
    lines = run("--example", "standard").output.splitlines()
    assert max(map(len, lines)) <= 120
    assert any("Last day" in line for line in lines)
    assert max(map(len, run("--example", "standard", COLUMNS="70").output.splitlines())) <= 70


def test_json_says_what_the_process_ends_with():
    """One object."""
    found = json.loads(run("--example", "standard", "--json").output)
    assert (found["failed"], found["level"]) == (True, "page")


def test_watching_ends_with_ctrl_c(monkeypatch):
    """With the status of the last reading; documents are one a line."""

    def interrupt(seconds):
        assert seconds == 7
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "time", SimpleNamespace(sleep=interrupt))
    done = run("--example", "express", "--watch", "--every", "7", "--json")
    assert done.exit_code == 0
    (line,) = done.output.splitlines()
    assert json.loads(line)["cluster"]["kind"] == "express"


def test_a_plot_is_a_file(tmp_path):
    """An SVG; one that cannot be written is one line."""
    file = tmp_path / "day.svg"
    run("--example", "serverless", "--plot", str(file))
    assert ET.parse(file).getroot().tag.endswith("svg")
    done = run("--example", "express", "--plot", str(tmp_path))
    assert "file must be writable" in str(done.exception)
    assert done.exception.exit_code == 2


@pytest.mark.parametrize("arguments", [(), ("orders", "--example", "express")])
def test_one_cluster_is_asked_for(arguments):
    """Neither none nor two."""
    done = run(*arguments)
    assert str(done.exception) == "status must be given one of CLUSTER and --example"
    assert done.exception.exit_code == 2


def test_wrong_settings_are_one_line(monkeypatch):
    """AWS's own, such as a profile that is not there."""

    def refuse(**settings):
        raise ProfileNotFound(profile=settings["profile_name"])

    monkeypatch.setattr(boto3, "Session", refuse)
    done = run(ARN, "--profile", "nobody")
    assert "cluster must be readable; The config profile (nobody) could not be found" in str(
        done.exception
    )
    assert done.exception.exit_code == 2


def test_the_shell_completes_names(monkeypatch):
    """As for the other commands."""
    monkeypatch.setattr(topics_live, "cluster_names", lambda begin: [f"{begin}s"])
    assert command._clusters("order") == ["orders"]
