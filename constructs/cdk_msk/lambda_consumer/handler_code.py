"""The code of a function, with what reads Kafka records beside it."""

import atexit
import shutil
from pathlib import Path
from tempfile import mkdtemp

from aws_cdk import aws_lambda as lambda_

_READER = Path(__file__).parent / "reader" / "kafka_records.py"
_NOT_CODE = shutil.ignore_patterns("__pycache__")


def code_with_kafka_records(folder: Path) -> lambda_.Code:
    """The code in `folder` together with the module ``kafka_records``.

    It suits every function in Python, ``lambda.Function`` as well as `PythonFunction`; no layer, no
    Docker and no dependency is needed. The module is a copy of the library's own, so that a test
    of the function can import it as ``cdk_msk.lambda_consumer.reader.kafka_records``.

    Args:
        folder: What the function's handler is in.

    Raises:
        ValueError: The folder does not exist, or has a module of that name already.
    """
    if not folder.is_dir():
        raise ValueError(f"folder must be a folder with a function's code, got {str(folder)!r}")
    if (folder / _READER.name).exists():
        raise ValueError(
            f"folder must not have a {_READER.name} of its own, got {str(folder)!r}; take it out, "
            "or use Code.from_asset"
        )
    # Not by bundling, which is what the CDK has for this: it talks on standard error.
    together = Path(mkdtemp(prefix="cdk-msk-function-"))
    atexit.register(shutil.rmtree, together, ignore_errors=True)  # by then the CDK has copied it
    shutil.copytree(folder, together, ignore=_NOT_CODE, dirs_exist_ok=True)
    shutil.copyfile(_READER, together / _READER.name)
    return lambda_.Code.from_asset(str(together))
