"""What stands between clients and the broker: TLS, authentication, authorization, addresses."""

from msk_local.kafka.front_door.front_door import FrontDoor

__all__ = ["FrontDoor"]
