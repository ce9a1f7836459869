"""The code of the function: complete, small, and the same on every machine."""

import subprocess
import sys
from pathlib import Path

import pytest

from cdk_msk.kafka_admin.asset import assemble, assembled


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the code."""
    folder = tmp_path_factory.mktemp("asset")
    assemble(folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


_AS_LAMBDA = """
import sys
for absent in ("aws_cdk", "cdk_msk", "constructs", "msk_model"):
    sys.modules[absent] = None  # whoever imports it fails
sys.path.insert(0, sys.argv[1])
import handler.kafka_admin, kafka
assert kafka.__file__.startswith(sys.argv[1]), kafka.__file__
print(handler.kafka_admin.handle.__name__)
"""


def test_stands_on_its_own(folder: Path):
    """Lambda finds the handler and its client in the folder, and nothing of the library."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _AS_LAMBDA, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert (done.stdout.strip(), done.stderr) == ("handle", "")


def test_is_the_same_again(folder: Path, tmp_path: Path):
    """Whether somebody has imported the handler or not, the code and so its hash are the same."""
    assemble(tmp_path / "again")

    here, there = contents(folder), contents(tmp_path / "again")
    assert {n: c for n, c in here.items() if "__pycache__" not in n} == there


def test_leaves_out_what_lambda_does_not_run(tmp_path: Path):
    """No compiled files, no programs for the command line: well below Lambda's limits."""
    assemble(tmp_path / "new")
    files = contents(tmp_path / "new")

    assert not [name for name in files if name.endswith((".pyc", ".pyi", "__main__.py"))]
    assert not [name for name in files if name.startswith(("kafka/cli/", "kafka/benchmarks/"))]
    assert {name.partition("/")[0] for name in files} == {"handler", "kafka"}
    assert sum(map(len, files.values())) < 4_000_000


def test_only_what_is_shared_comes_from_the_other_handlers(folder: Path):
    """A change of another custom resource's handler is none of this function's."""
    assert {path.name for path in (folder / "handler").glob("*.py")} == {
        "__init__.py",
        "acls.py",
        "binding.py",
        "client_quota.py",
        "cloudformation.py",
        "connection.py",
        "declaration.py",
        "failures.py",
        "kafka_admin.py",
        "patience.py",
        "principal_acls.py",
        "quotas.py",
        "topic.py",
        "topics.py",
    }


def test_is_assembled_once():
    """All clusters of an app share the work."""
    assert assembled() is assembled()
