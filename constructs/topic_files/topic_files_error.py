"""Why a folder of topics cannot be used."""

from collections.abc import Sequence

from msk_model.topic_file import FileFault


class TopicFilesError(ValueError):
    """Topic files that cannot be used; `str` gives one line for each fault.

    Attributes:
        faults: Everything that is wrong, in all files.
    """

    def __init__(self, faults: Sequence[FileFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))
