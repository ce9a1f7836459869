"""Filter patterns of CloudWatch Logs for lines of text."""

from collections.abc import Iterable

_LONGEST_PATTERN = 1024


def filter_pattern(phrase: str, *, without: Iterable[str] = ()) -> str:
    """What matches lines that have `phrase` in them and none of `without`, by letter and case.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html

    Raises:
        ValueError: A phrase cannot be written in a pattern, or the pattern is longer than 1,024
            characters.
    """
    pattern = " ".join([_quoted(phrase), *(f"-{_quoted(one)}" for one in without)])
    if len(pattern) > _LONGEST_PATTERN:
        raise ValueError(
            f"a filter pattern must have at most {_LONGEST_PATTERN} characters, "
            f"got {len(pattern)}; exclude fewer or shorter phrases"
        )
    return pattern


def _quoted(phrase: str) -> str:
    """In quotes, blanks, brackets and signs are characters like others."""
    if not phrase.strip() or '"' in phrase or not phrase.isprintable():
        raise ValueError(
            f"a phrase must have characters other than blanks, and no quotes, got {phrase!r}; "
            "take a part of the line that has none"
        )
    return f'"{phrase}"'
