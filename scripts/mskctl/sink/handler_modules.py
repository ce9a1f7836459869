"""Modules of the sink's own handler, loaded by their path.

They are part of a Lambda asset, not of a package, and are shipped beside `cdk_msk`; looking for a
package does not import it, so neither the CDK nor Node is needed to read what a sink wrote.
"""

import importlib
import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from mskctl.errors import MskctlError


class MissingHandler(MskctlError):  # noqa: N818  (it is a handler, not an error, that is missing)
    """The package that brings the handler is not installed."""

    exit_code = 2


@cache
def handler_module(name: str) -> ModuleType:
    """A module of the handler, with those that it imports itself.

    Raises:
        MissingHandler: `cdk_msk` is not installed.
    """
    library = importlib.util.find_spec("cdk_msk")
    if library is None or library.origin is None:
        raise MissingHandler("cdk_msk must be installed, for the handler of its sinks reads them")
    folder = str(Path(library.origin).parent / "s3_sink" / "handler")
    if folder not in sys.path:
        sys.path.append(folder)  # as Lambda has it; last, so that it stands in nobody's way
    return importlib.import_module(name)
