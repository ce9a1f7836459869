"""The text of a ``server.properties`` file."""

import re

_SEPARATOR = re.compile(r"\s*[=:]\s*|\s+")


def parse_server_properties(text: str) -> dict[str, str]:
    """The properties in `text`, one on a line, the last of a name winning, as Kafka reads them."""
    properties: dict[str, str] = {}
    for raw in text.splitlines():
        line = raw.strip()
        if line and line[0] not in "#!":
            name, _, value = _split(line)
            properties[name] = value
    return properties


def _split(line: str) -> tuple[str, str, str]:
    match = _SEPARATOR.search(line)
    if match is None:
        return line, "", ""
    return line[: match.start()], match[0], line[match.end() :]
