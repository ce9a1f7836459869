"""What clients may ask: what both the door can judge and the broker can do."""

import asyncio

from msk_local.kafka.front_door.guards import GUARDS
from msk_local.kafka.protocol import (
    ApiKey,
    VersionRange,
    parse_response,
    read_frame,
    write_frame,
)
from msk_local.kafka.protocol.frames import MalformedFrameError, first_request_frame
from msk_local.kafka.protocol.versions import Versions

_ASKED_VERSION = 3


async def versions_of(address: tuple[str, int]) -> Versions:
    """The request types that the broker at this address knows.

    Raises:
        OSError: It cannot be reached.
        MalformedFrameError: It closed the connection instead of answering.
    """
    reader, writer = await asyncio.open_connection(*address)
    try:
        values = {"client_software_name": "front-door", "client_software_version": "1"}
        await write_frame(writer, first_request_frame(ApiKey.API_VERSIONS, _ASKED_VERSION, values))
        frame = await read_frame(reader)
    finally:
        writer.close()
    if frame is None:
        raise MalformedFrameError("the broker closed the connection")
    response = parse_response(ApiKey.API_VERSIONS, _ASKED_VERSION, frame)
    return {a.api_key: VersionRange(a.min_version, a.max_version) for a in response.api_keys}


def offered(broker: Versions, own: Versions) -> Versions:
    """What clients may ask: the guarded requests the broker knows, and the door's own.

    Args:
        broker: What the broker behind the door knows.
        own: What the door answers without the broker.
    """
    guarded = {
        api: versions.intersection(broker[api])
        for api, (versions, _) in GUARDS.items()
        if api in broker
    }
    shared = {int(api): versions for api, versions in guarded.items() if versions is not None}
    return {**shared, **own}
