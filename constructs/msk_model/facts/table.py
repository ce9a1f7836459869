"""Reading the TOML table that stands beside a loader."""

import tomllib
from pathlib import Path
from typing import Any


def read_table(name: str) -> dict[str, Any]:
    """The content of ``facts/<name>.toml``. Loaders cache what they make of it."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
