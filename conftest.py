"""The documentation is executed: its `python`, `bash` and `yaml` blocks run as they stand."""

import os
import subprocess
from pathlib import Path

import yaml
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from stacks.deployment import Deployment
from stacks.deployment_rules import faults_of

ROOT = Path(__file__).parent


def run_shell(example: Example) -> None:
    """A command has to end well; a `text` block behind it shows what it printed."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", example.parsed],
        cwd=ROOT,
        env=os.environ | {"CDK_VALIDATION": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"{example.parsed}\nended with {done.returncode}:\n{done.stdout}{done.stderr}"
        raise AssertionError(message)
    example.namespace["printed"] = done.stdout


def compare(example: Example) -> None:
    """What stands in the text is what was printed, but for spaces at the ends of lines."""
    shown, printed = (
        [line.rstrip() for line in text.strip().splitlines()]
        for text in (example.parsed, example.namespace["printed"])
    )
    if shown != printed:
        message = "\n".join(["the text shows:", *shown, "the command prints:", *printed])
        raise AssertionError(message)


def load_deployment(example: Example) -> None:
    """A deployment file in the text is one that can be deployed."""
    faults = list(faults_of(Deployment.model_validate(yaml.safe_load(example.parsed)), folder=ROOT))
    if faults:
        raise AssertionError(str(faults))


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser(language="bash", evaluator=run_shell),
        CodeBlockParser(language="text", evaluator=compare),
        CodeBlockParser(language="yaml", evaluator=load_deployment),
    ],
    patterns=["README.md", "docs/*.md"],
).pytest()
