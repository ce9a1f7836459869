"""Which listeners encrypt."""

from msk_local.kafka import Authentication


def test_all_but_plaintext_are_encrypted():
    """Exactly one listener sends records in the clear, and its name says so."""
    assert [a for a in Authentication if not a.encrypted] == [Authentication.PLAINTEXT]
