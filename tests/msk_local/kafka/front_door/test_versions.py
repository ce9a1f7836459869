"""What clients are told they may ask."""

from msk_local.kafka.front_door.versions import offered
from msk_local.kafka.protocol import ApiKey, VersionRange


def test_offers_what_the_door_can_judge_and_the_broker_can_do():
    """Versions beyond the guard's, and requests without a guard, are not offered."""
    broker = {
        ApiKey.FETCH: VersionRange(4, 18),
        ApiKey.METADATA: VersionRange(0, 9),
        ApiKey.PRODUCE: VersionRange(10, 12),
        68: VersionRange(0, 1),
    }
    own = {ApiKey.SASL_HANDSHAKE: VersionRange(1, 1)}
    assert offered(broker, own) == {
        ApiKey.FETCH: (4, 12),
        ApiKey.METADATA: (0, 9),
        ApiKey.SASL_HANDSHAKE: (1, 1),
    }
