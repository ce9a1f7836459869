"""What the data of a broker takes on the disk."""

import os
from pathlib import Path

_PREALLOCATED = frozenset({".index", ".timeindex"})
"""Files of ten megabytes that are mostly holes as long as their segment is written."""


def disk_usage(directory: Path) -> int:
    """Bytes of all files below `directory` but for preallocated indexes.

    Files that go meanwhile, as segments do when they have expired, are not counted.
    """
    total = 0
    for folder, _, files in os.walk(directory):
        for file in (Path(folder, name) for name in files):
            if file.suffix not in _PREALLOCATED:
                try:
                    total += file.stat().st_size
                except FileNotFoundError:
                    continue
    return total
