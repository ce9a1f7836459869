"""The standard deployment as CDK synthesizes it, once for all tests of the report."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from msk_model.cost import Usage
from mskctl.loads import Loads
from mskctl.report.content import read_content

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def standard(tmp_path_factory):
    """The cloud assembly of deployments/standard.yaml."""
    folder = tmp_path_factory.mktemp("standard") / "cdk.out"
    settings = {
        "CDK_OUTDIR": str(folder),
        "CDK_VALIDATION": "false",
        "CDK_CONTEXT_JSON": '{"deployment": "standard"}',
    }
    subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=os.environ | settings, check=True, timeout=900
    )
    return folder


@pytest.fixture
def content():
    """A function that reads what a page about a path says."""

    def _content(path, *, previous=None, title=None, usage=None):
        loads = Loads(usage or Usage())
        return read_content(
            path, previous=previous, title=title, on=date(2026, 11, 23), loads=loads
        )

    return _content
