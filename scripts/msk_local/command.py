"""The command ``msk-local``."""

import sys


def main() -> int:
    """Run the local cloud in the foreground, or say what to install."""
    try:
        from msk_local.__main__ import main as run  # noqa: PLC0415 - its packages are an extra
    except ModuleNotFoundError as missing:
        sys.exit(f"msk-local: {missing.name} is not installed; pip install 'cdk-msk[local]'")
    return run()
