"""The embedded broker as a process of its own.

It reads one JSON object per line from its standard input and answers each with one on its standard
output. The first line starts it, later ones change it, and the end of its input ends it, so it
never outlives the process that started it.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

from msk_local.kafka.broker.embedded.node import Node
from msk_local.kafka.broker.embedded.server import listen

_HOST = "127.0.0.1"


async def run() -> None:
    """Serve until the standard input ends."""
    commands = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    first = await _next(commands)
    if first is None:
        return
    node = Node(
        host=_HOST,
        broker_count=first["broker_count"],
        server_properties=first["server_properties"],
    )
    server = await listen(node)
    _answer({"port": node.port})
    while (command := await _next(commands)) is not None:
        _answer(_change(node, command))
    server.close()


def _change(node: Node, command: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        node.topics.set_broker_count(command["broker_count"])
    except ValueError as error:
        return {"error": str(error)}
    node.topics.set_server_properties(command["server_properties"])
    return {"port": node.port}


async def _next(commands: asyncio.StreamReader) -> Mapping[str, Any] | None:
    line = await commands.readline()
    command: Mapping[str, Any] | None = json.loads(line) if line else None
    return command


def _answer(values: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(run())
