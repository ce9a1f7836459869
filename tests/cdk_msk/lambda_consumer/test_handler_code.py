"""Code of functions with the reader of records beside it."""

import subprocess
import sys
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_

from cdk_msk.lambda_consumer import code_with_kafka_records

HANDLER = """
from kafka_records import process

def handler(event, context):
    return process(event, lambda record: print(record.place, record.json()))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "totals"
    (made / "__pycache__").mkdir(parents=True)
    (made / "__pycache__" / "index.cpython-311.pyc").write_bytes(b"stale")
    (made / "inner").mkdir()
    (made / "inner" / "more.py").write_text("")
    (made / "index.py").write_text(HANDLER)
    return made


def asset_of(folder: Path, outdir: Path) -> Path:
    """The one asset of an app with a function of this code."""
    app = cdk.App(outdir=str(outdir))
    stack = cdk.Stack(app, "Stack")
    lambda_.Function(
        stack,
        "Function",
        runtime=lambda_.Runtime.PYTHON_3_14,
        handler="index.handler",
        code=code_with_kafka_records(folder),
    )
    app.synth()
    (asset,) = outdir.glob("asset.*")
    return asset


def test_the_module_stands_beside_the_handler(folder: Path, tmp_path: Path):
    """The asset runs with nothing but a Python, and has no leftovers of other runs."""
    asset = asset_of(folder, tmp_path / "out")
    names = sorted(str(path.relative_to(asset)) for path in asset.rglob("*") if path.is_file())
    assert names == ["index.py", "inner/more.py", "kafka_records.py"]
    event = {
        "records": {
            "o-0": [
                {
                    "topic": "o",
                    "partition": 0,
                    "offset": 3,
                    "timestamp": 0,
                    "timestampType": "CREATE_TIME",
                    "value": "e30=",
                }
            ]
        }
    }
    code = f"import index; print(index.handler({event!r}, None))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd=asset,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "o-0@3 {}\n{'batchItemFailures': []}\n"


def test_the_same_code_is_the_same_asset(folder: Path, tmp_path: Path):
    """Nothing is deployed anew until code changes, whatever is in a cache folder."""
    first = asset_of(folder, tmp_path / "first").name
    (folder / "__pycache__" / "other.pyc").write_bytes(b"newer")
    assert asset_of(folder, tmp_path / "second").name == first
    (folder / "index.py").write_text(f"{HANDLER}# changed\n")
    assert asset_of(folder, tmp_path / "third").name != first


def test_what_is_no_folder_for_it(folder: Path, tmp_path: Path):
    """A path that leads nowhere, and a module that would be replaced."""
    with pytest.raises(ValueError, match="folder must be a folder with a function's code"):
        code_with_kafka_records(tmp_path / "nowhere")
    (folder / "kafka_records.py").write_text("")
    with pytest.raises(ValueError, match=r"must not have a kafka_records\.py of its own"):
        code_with_kafka_records(folder)
