"""The code of the Kafka admin function: its handler, and a Kafka client in pure Python."""

import atexit
import shutil
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from tempfile import mkdtemp

from cdk_msk.custom_resource.handler_function import ASSET

_OWN_HANDLER = Path(__file__).parent / "handler"
# Programs for the command line, type stubs, and what importing a module leaves behind.
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "__main__.py", "*.pyi", "benchmarks", "cli")


def assemble(folder: Path) -> None:
    """Fill `folder` with the packages ``handler`` and ``kafka``, the same for the same versions.

    Raises:
        PackageNotFoundError: kafka-python, which this library depends on, is not installed.
    """
    shared = folder / "handler"
    shared.mkdir(parents=True)
    for module in ("__init__.py", "cloudformation.py"):
        shutil.copyfile(ASSET / "handler" / module, shared / module)
    shutil.copytree(_OWN_HANDLER, shared, ignore=_LEFT_OUT, dirs_exist_ok=True)
    # Not what `import kafka` finds: that may be a folder of the app.
    client = Path(str(distribution("kafka-python").locate_file("kafka")))
    shutil.copytree(client, folder / "kafka", ignore=_LEFT_OUT)


@cache
def assembled() -> Path:
    """A folder filled by `assemble` that goes when this process ends; by then CDK has copied it."""
    folder = Path(mkdtemp(prefix="cdk-msk-kafka-admin-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    assemble(folder)
    return folder
