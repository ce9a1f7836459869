"""The packages that make the handler fast, each used if it is there.

The function needs none of them: whatever is missing is done by the standard library, with the same
result, more slowly. `sink_packages.py` puts them beside the handler.
"""

import importlib
from binascii import a2b_base64
from typing import Any


def _imported(name: str) -> Any:
    """A module; `None` if it is not there."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


msgspec: Any = _imported("msgspec")
pybase64: Any = _imported("pybase64")
isal_zlib: Any = _imported("isal.isal_zlib")

decode_base64: Any = pybase64.b64decode if pybase64 else a2b_base64


def present() -> list[str]:
    """The names of those that are there."""
    found = {"isal": isal_zlib, "msgspec": msgspec, "pybase64": pybase64}
    return [name for name, module in found.items() if module]
