"""Where a sink reads from and writes to, as Lambda knows it."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

from mskctl.errors import MskctlError

_DAY = re.compile(r"/date=(\d{4}-\d\d-\d\d)/")
_NEEDED = ("BUCKET", "PREFIX", "LEDGER", "CONSUMER_GROUP")


class UnreadableSink(MskctlError):  # noqa: N818  (it is a sink, not an error, that is unreadable)
    """A sink that is not there, or whose objects, ledger or topic cannot be read."""

    exit_code = 2


@dataclass(frozen=True, kw_only=True)
class Sink:
    """A sink.

    Attributes:
        function: Name of its function.
        bucket: Where its objects are.
        prefix: What their keys begin with, empty or ending in a slash.
        ledger: Name of its table.
        consumer_group: Whose offsets its consumer commits; part of the names of its chains.
        cluster_arn: Where its topic lives.
        topic: What it reads.
        failure_queue: ARN of the queue that is told of batches Lambda gave up. Absent: none.
        environment: All that its handler is told.
    """

    function: str
    bucket: str
    prefix: str
    ledger: str
    consumer_group: str
    cluster_arn: str
    topic: str
    failure_queue: str | None
    environment: dict[str, str]

    @property
    def chains(self) -> str:
        """What the names of its chains begin with; the number of a partition follows."""
        cluster = self.cluster_arn.split(":cluster/")[-1]
        return f"{cluster}/{self.consumer_group}/{self.topic}/"

    def at(self, prefix: str) -> "Sink":
        """What `mskctl sink replay --prefix` writes: the same topic, in chains of their own.

        Raises:
            UnreadableSink: The sink itself writes there, and records would be there twice.
        """
        folder = prefix.strip("/")
        keys = f"{folder}/" if folder else ""
        if keys == self.prefix:
            raise UnreadableSink(f"{self.function}: --prefix must not be its own, got {prefix!r}")
        return replace(self, prefix=keys, consumer_group=f"{self.consumer_group}@{folder}")

    @property
    def objects(self) -> str:
        """What the keys of its objects begin with."""
        return f"{self.prefix}topic={self.topic}/"

    @property
    def dead_letters(self) -> str:
        """What the keys of its dead letters begin with."""
        return f"{self.prefix}dead-letters/topic={self.topic}/"

    def has_expired(self, key: str) -> bool:
        """Whether the day in `key` is so long ago that the sink's lifecycle rule deletes it."""
        day = _DAY.search(key)
        days = self.environment.get("EXPIRATION_DAYS", "")
        if day is None or not days.isdigit():
            return False
        age = dt.datetime.now(dt.UTC).date() - dt.date.fromisoformat(day[1])
        return age >= dt.timedelta(days=int(days))


def read_sink(client: Any, function: str) -> Sink:
    """The sink of a function.

    Args:
        client: Lambda, as boto3 gives it.
        function: Name or ARN.

    Raises:
        UnreadableSink: The function is no sink's, nothing calls it, or it cannot be decrypted.
    """
    found = client.get_function_configuration(FunctionName=function)
    configured = found.get("Environment", {})
    if "Error" in configured:  # for want of the right to use its key
        reason = configured["Error"].get("Message")
        raise UnreadableSink(f"{function}: environment must be readable; {reason}")
    environment = configured.get("Variables", {})
    missing = [name for name in _NEEDED if name not in environment]
    if missing:
        message = f"its environment lacks {', '.join(missing)}"
        raise UnreadableSink(f"{function}: function must be that of an S3 sink; {message}")
    mappings = client.list_event_source_mappings(FunctionName=function)["EventSourceMappings"]
    read = [one for one in mappings if one.get("Topics")]
    if not read:
        raise UnreadableSink(f"{function}: sink must have an event source mapping, got none")
    destination = read[0].get("DestinationConfig", {}).get("OnFailure", {}).get("Destination", "")
    return Sink(
        function=found["FunctionName"],
        bucket=environment["BUCKET"],
        prefix=environment["PREFIX"],
        ledger=environment["LEDGER"],
        consumer_group=environment["CONSUMER_GROUP"],
        cluster_arn=read[0]["EventSourceArn"],
        topic=read[0]["Topics"][0],
        failure_queue=destination if ":sqs:" in destination else None,
        environment=environment,
    )
