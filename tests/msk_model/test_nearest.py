"""The name somebody probably meant."""

from msk_model import nearest


def test_finds_the_likeliest():
    """A slip of the finger is recognised."""
    assert nearest("kafka.m7g.lage", ["kafka.m7g.large", "express.m7g.large"]) == "kafka.m7g.large"


def test_does_not_guess_wildly():
    """What resembles nothing has no nearest."""
    assert nearest("zebra", ["kafka.m7g.large"]) is None
    assert nearest("zebra", []) is None
