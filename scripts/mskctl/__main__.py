"""``python -m mskctl``."""

from mskctl.cli import main

main()
