"""What a picture is drawn from."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of HTML and the size of the picture it becomes.

    Attributes:
        html: The page; it needs no network.
        width: In pixels.
        height: In pixels.
    """

    html: str
    width: int
    height: int
