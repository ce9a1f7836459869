"""An event source mapping that reads a topic of an MSK cluster."""

from collections.abc import Mapping as Members
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

_DEFAULT_BATCH_SIZE: Final = 100
_DEFAULT_WINDOW_SECONDS: Final = 0.5
_UNLIMITED: Final = -1
_MOST_POLLERS: Final = 4
"""As many as one machine is any the better for."""
_RETRIES_BEFORE_DESTINATION: Final = 10
"""Lambda gives up after as many retries when it may retry for ever but has a destination."""

MUTABLE: Final = (
    "AmazonManagedKafkaEventSourceConfig",
    "BatchSize",
    "BisectBatchOnFunctionError",
    "DestinationConfig",
    "FilterCriteria",
    "FunctionResponseTypes",
    "KMSKeyArn",
    "LoggingConfig",
    "MaximumBatchingWindowInSeconds",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "MetricsConfig",
    "ProvisionedPollerConfig",
    "SourceAccessConfigurations",
)
"""Members UpdateEventSourceMapping can change besides the function and whether it is enabled."""

_FIXED: Final = (
    "EventSourceArn",
    "StartingPosition",
    "StartingPositionTimestamp",
    "Topics",
)


@dataclass
class Mapping:
    """A mapping as Lambda's API shows it, and what a poller needs to know of it.

    Attributes:
        uuid: Its id; also the consumer group when none was chosen.
        function_arn: What to invoke.
        settings: The members of the request that describe the mapping, as boto3 spells them.
        state: ``Creating``, ``Enabled``, ``Disabled``, ``Updating`` or ``Deleting``.
        last_result: What Lambda calls LastProcessingResult.
    """

    uuid: str
    function_arn: str
    settings: dict[str, Any]
    state: str = "Creating"
    last_result: str = "No records processed"
    modified: datetime = field(default_factory=lambda: datetime.now(UTC))

    @classmethod
    def settings_of(cls, request: Members[str, Any]) -> dict[str, Any]:
        """The members of a request that describe a mapping; empty ones are absent."""
        return {k: request[k] for k in (*_FIXED, *MUTABLE) if request.get(k) not in (None, {}, [])}

    @property
    def cluster_arn(self) -> str:
        """The cluster to read from."""
        return str(self.settings["EventSourceArn"])

    @property
    def topic(self) -> str:
        """The topic to read."""
        return str(self.settings["Topics"][0])

    @property
    def consumer_group(self) -> str:
        """The group whose offsets are committed."""
        source = self.settings.get("AmazonManagedKafkaEventSourceConfig", {})
        return str(source.get("ConsumerGroupId", self.uuid))

    @property
    def schema_registry(self) -> dict[str, Any] | None:
        """What keys and values are checked against. Absent: nothing."""
        source = self.settings.get("AmazonManagedKafkaEventSourceConfig", {})
        return source.get("SchemaRegistryConfig") or None

    @property
    def batch_size(self) -> int:
        """The most records in one event."""
        return int(self.settings.get("BatchSize", _DEFAULT_BATCH_SIZE))

    @property
    def window_seconds(self) -> float:
        """How long to wait for more records after the first."""
        return float(self.settings.get("MaximumBatchingWindowInSeconds", _DEFAULT_WINDOW_SECONDS))

    @property
    def poller_count(self) -> int:
        """How many read at the same time: one, or as many as are provisioned."""
        provisioned = self.settings.get("ProvisionedPollerConfig", {})
        return min(int(provisioned.get("MinimumPollers", 1)), _MOST_POLLERS)

    @property
    def destination_arn(self) -> str | None:
        """Where descriptions of given-up batches go. Absent: nowhere."""
        on_failure = self.settings.get("DestinationConfig", {}).get("OnFailure", {})
        return on_failure.get("Destination") or None

    @property
    def maximum_retries(self) -> int | None:
        """How often a failed batch is tried again. Absent: until it succeeds."""
        retries = int(self.settings.get("MaximumRetryAttempts", _UNLIMITED))
        if retries != _UNLIMITED:
            return retries
        return _RETRIES_BEFORE_DESTINATION if self.destination_arn else None

    @property
    def maximum_age_seconds(self) -> int | None:
        """How old a record may get before it is given up. Absent: any age."""
        age = int(self.settings.get("MaximumRecordAgeInSeconds", _UNLIMITED))
        return None if age == _UNLIMITED else age

    @property
    def bisects(self) -> bool:
        """Whether a failed batch is halved."""
        return bool(self.settings.get("BisectBatchOnFunctionError", False))

    @property
    def reports_items(self) -> bool:
        """Whether the function says which records of a batch failed."""
        return "ReportBatchItemFailures" in self.settings.get("FunctionResponseTypes", [])

    @property
    def patterns(self) -> list[str]:
        """Event patterns of which a record must match one. Empty: every record is wanted."""
        filters = self.settings.get("FilterCriteria", {}).get("Filters", [])
        return [str(criterion["Pattern"]) for criterion in filters]

    @property
    def access(self) -> dict[str, str]:
        """Secrets by kind of access: ``SASL_SCRAM_512_AUTH``, ``CLIENT_CERTIFICATE_TLS_AUTH``."""
        configurations = self.settings.get("SourceAccessConfigurations", [])
        return {entry["Type"]: entry["URI"] for entry in configurations}

    def describe(self) -> dict[str, Any]:
        """The answer of GetEventSourceMapping."""
        source = {"ConsumerGroupId": self.consumer_group}
        return {
            "UUID": self.uuid,
            "EventSourceMappingArn": self._arn(),
            "FunctionArn": self.function_arn,
            "BatchSize": self.batch_size,
            "MaximumBatchingWindowInSeconds": int(self.window_seconds),
            "LastModified": self.modified,
            "LastProcessingResult": self.last_result,
            "State": self.state,
            "StateTransitionReason": "USER_INITIATED",
            **self.settings,
            "AmazonManagedKafkaEventSourceConfig": {
                **self.settings.get("AmazonManagedKafkaEventSourceConfig", {}),
                **source,
            },
        }

    def _arn(self) -> str:
        prefix = self.function_arn.split(":function:")[0]
        return f"{prefix}:event-source-mapping:{self.uuid}"
