"""The function of a sink."""

import json
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms

from cdk_msk.s3_sink.sink_function import SinkFunction


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    app = cdk.App(outdir=str(tmp_path_factory.mktemp("cdk.out")))
    stack = cdk.Stack(app, "Stack")
    SinkFunction(
        stack, "Handler", environment={"PREFIX": "a/"}, encryption_key=kms.Key(stack, "Key")
    )
    return Path(app.synth().directory)


def test_function(assembly: Path):
    """The newest Python on ARM, an encrypted environment, a log group of its own."""
    template = json.loads((assembly / "Stack.template.json").read_text())
    (function,) = [
        r["Properties"]
        for r in template["Resources"].values()
        if r["Type"] == "AWS::Lambda::Function"
    ]

    assert function["Runtime"] == "python3.14"
    assert function["Architectures"] == ["arm64"]
    assert function["Environment"]["Variables"] == {"PREFIX": "a/", "RAW_EVENTS": "true"}
    assert function["KmsKeyArn"]
    assert function["LoggingConfig"]["LogGroup"]
    assert function["Timeout"] <= 14 * 60


def test_code(assembly: Path):
    """The asset is the handler and nothing a test run left beside it."""
    (asset,) = assembly.glob("asset.*")

    assert sorted(path.name for path in asset.iterdir()) == [
        "cutting.py",
        "dead_letters.py",
        "decoded_events.py",
        "delivery.py",
        "envelope.py",
        "formats.py",
        "header_bytes.py",
        "index.py",
        "lambda_events.py",
        "ledger.py",
        "lines.py",
        "objects.py",
        "packages.py",
        "parquet.py",
        "patience.py",
        "pattern_events.py",
        "raw_events.py",
        "record_columns.py",
        "struct_events.py",
        "validity.py",
    ]
