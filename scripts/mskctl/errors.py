"""What can go wrong that is not a fault of the program: one line on stderr, never a traceback."""


class MskctlError(Exception):
    """An expected failure.

    Attributes:
        exit_code: What the process ends with: 1 when the answer is no, 2 when it was asked wrongly.
    """

    exit_code = 1


class UnreadableTemplate(MskctlError):  # noqa: N818  (it is a template, not an error, that is unreadable)
    """A path that holds no CloudFormation template."""

    exit_code = 2


class UnwritableFile(MskctlError):  # noqa: N818  (it is a file, not an error, that is unwritable)
    """A path that a result cannot be written to."""

    exit_code = 2
