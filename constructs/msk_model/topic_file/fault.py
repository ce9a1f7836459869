"""What is wrong in a file."""

from dataclasses import dataclass

from msk_model.finding import Severity


@dataclass(frozen=True, kw_only=True)
class FileFault:
    """One thing wrong in a file.

    Attributes:
        file: The file.
        path: Of the field: ``topics[2].configs.retention.ms``; empty for the file as a whole.
        message: The rule, the value and the fix: ``must be at least 1, got 0; …``.
        severity: Whether the file can be used all the same.
        rule: Id of the rule of MSK or of the policy; empty for the form of the file.
    """

    file: str
    path: str
    message: str
    severity: Severity = Severity.ERROR
    rule: str = ""

    def __str__(self) -> str:
        return ": ".join(
            part for part in (self.file, f"{self.path} {self.message}".strip()) if part
        )
