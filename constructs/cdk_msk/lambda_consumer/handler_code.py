"""The code of a function, with what reads Kafka records beside it."""

import shutil
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import jsii
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
    return lambda_.Code.from_asset(
        str(folder),
        # The module may change while the folder does not: only what comes out says whether.
        asset_hash_type=cdk.AssetHashType.OUTPUT,
        bundling=cdk.BundlingOptions(
            image=cdk.DockerImage.from_registry("never-run"), local=_Beside(folder)
        ),
    )


@jsii.implements(cdk.ILocalBundling)
class _Beside:
    """Copies a folder and puts the module beside."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def try_bundle(self, output_dir: str, *_options: Any, **_more: Any) -> bool:
        """Done without Docker, always; the options of how to do it with Docker are of no use."""
        shutil.copytree(self._folder, output_dir, ignore=_NOT_CODE, dirs_exist_ok=True)
        shutil.copyfile(_READER, Path(output_dir) / _READER.name)
        return True
