"""Event source mappings for Amazon MSK, as the Lambda API offers them."""

import threading
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from msk_local.event_source_mapping.connection import Connector
from msk_local.event_source_mapping.delivery import Backoff, Functions
from msk_local.event_source_mapping.mapping import MUTABLE, Mapping
from msk_local.event_source_mapping.poller import Poller
from msk_local.event_source_mapping.request_rules import (
    invalid,
    require_same_group,
    require_settings,
    require_source,
    require_timeout,
)
from msk_local.kafka import Identities
from msk_local.protocols import ServiceError
from msk_local.server import Endpoint


class EventSourceMappings:
    """The mappings of the account and the pollers behind them.

    Args:
        endpoint: The local cloud.
        functions: Runs functions.
        identities: Says what the functions' roles may do.
        ca_certificate: PEM file that signs the brokers' certificates.
        backoff: The waits before a failed batch is tried again. Absent: short ones.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        functions: Functions,
        *,
        identities: Identities,
        ca_certificate: Path,
        backoff: Backoff | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._functions = functions
        self._identities = identities
        self._connector = Connector(endpoint, identities, ca_certificate)
        self._backoff = backoff or Backoff()
        self._lock = threading.RLock()
        self._mappings: dict[str, Mapping] = {}
        self._pollers: dict[str, list[Poller]] = {}

    def owns(self, uuid: str) -> bool:
        """Whether a mapping with this id was created here."""
        with self._lock:
            return uuid in self._mappings

    def create(self, request: dict[str, Any]) -> dict[str, Any]:
        """CreateEventSourceMapping.

        Raises:
            ServiceError: As Lambda refuses it.
        """
        settings = Mapping.settings_of(request)
        require_source(settings)
        require_settings(settings)
        self._require_cluster(settings["EventSourceArn"])
        self._require_registry(settings)
        function = self._function(request["FunctionName"])
        mapping = Mapping(str(uuid.uuid4()), function, settings)
        with self._lock:
            self._require_new(mapping)
            self._mappings[mapping.uuid] = mapping
            answer = mapping.describe()
            self._resume(mapping, enabled=request.get("Enabled", True))
        return answer

    def get(self, uuid: str) -> dict[str, Any]:
        """GetEventSourceMapping.

        Raises:
            ServiceError: There is no such mapping.
        """
        return self._mapping(uuid).describe()

    def update(self, uuid: str, request: dict[str, Any]) -> dict[str, Any]:
        """UpdateEventSourceMapping: the poller begins again with the new settings.

        Raises:
            ServiceError: As Lambda refuses it.
        """
        mapping = self._mapping(uuid)
        require_same_group(mapping, request)
        settings = {**mapping.settings}
        for name in MUTABLE:
            if name in request:
                settings[name] = request[name]
        settings = Mapping.settings_of(settings)
        require_settings(settings)
        self._require_registry(settings)
        function = mapping.function_arn
        if "FunctionName" in request:
            function = self._function(request["FunctionName"])
        enabled = request.get("Enabled", mapping.state == "Enabled")
        self._pause(uuid)
        with self._lock:
            mapping.settings, mapping.function_arn = settings, function
            mapping.modified, mapping.state = datetime.now(UTC), "Updating"
            answer = mapping.describe()
            self._resume(mapping, enabled=enabled)
        return answer

    def delete(self, uuid: str) -> dict[str, Any]:
        """DeleteEventSourceMapping: returns when the poller has left its group.

        Raises:
            ServiceError: There is no such mapping.
        """
        mapping = self._mapping(uuid)
        mapping.state = "Deleting"
        self._pause(uuid)
        with self._lock:
            self._mappings.pop(uuid, None)
        return mapping.describe()

    def list(
        self, *, function_name: str | None = None, event_source_arn: str | None = None
    ) -> list[dict[str, Any]]:
        """The mappings of a function (name or ARN), of a cluster, or all of them."""
        with self._lock:
            mappings = [*self._mappings.values()]
        return [
            mapping.describe()
            for mapping in mappings
            if event_source_arn in {None, mapping.cluster_arn}
            and (function_name is None or _is_function(mapping.function_arn, function_name))
        ]

    def stop(self) -> None:
        """End every poller."""
        with self._lock:
            pollers = [poller for several in self._pollers.values() for poller in several]
        for poller in pollers:
            poller.cancel()
        for poller in pollers:
            poller.stop()

    def _mapping(self, uuid: str) -> Mapping:
        with self._lock:
            if uuid in self._mappings:
                return self._mappings[uuid]
        raise ServiceError(
            "ResourceNotFoundException", "The resource you requested does not exist.", status=404
        )

    def _resume(self, mapping: Mapping, *, enabled: bool) -> None:
        mapping.state = "Enabled" if enabled else "Disabled"
        if not enabled:
            return
        self._pollers[mapping.uuid] = [
            Poller(
                mapping,
                endpoint=self._endpoint,
                identities=self._identities,
                connector=self._connector,
                functions=self._functions,
                backoff=self._backoff,
                lane=lane,
            )
            for lane in range(mapping.poller_count)
        ]
        for poller in self._pollers[mapping.uuid]:
            poller.start()

    def _pause(self, uuid: str) -> None:
        with self._lock:
            pollers = self._pollers.pop(uuid, [])
        for poller in pollers:
            poller.cancel()
        for poller in pollers:
            poller.stop()

    def _require_new(self, mapping: Mapping) -> None:
        for other in self._mappings.values():
            if (other.function_arn, other.cluster_arn, other.topic) == (
                mapping.function_arn,
                mapping.cluster_arn,
                mapping.topic,
            ):
                raise ServiceError(
                    "ResourceConflictException",
                    f'The event source arn (" {mapping.cluster_arn} ") and function'
                    f' (" {mapping.function_arn} ") provided mapping already exists. Please update'
                    f" or delete the existing mapping with UUID {other.uuid}",
                    status=409,
                )

    def _require_cluster(self, arn: str) -> None:
        try:
            self._endpoint.client("kafka").describe_cluster_v2(ClusterArn=arn)
        except ClientError as error:
            message = f"Cannot find the cluster {arn}: {error.response['Error']['Message']}"
            raise invalid(message) from error

    def _require_registry(self, settings: dict[str, Any]) -> None:
        source = settings.get("AmazonManagedKafkaEventSourceConfig", {})
        arn = source.get("SchemaRegistryConfig", {}).get("SchemaRegistryURI")
        if arn is None:
            return
        try:
            self._endpoint.client("glue").get_registry(RegistryId={"RegistryArn": arn})
        except ClientError as error:
            message = f"Cannot find the registry {arn}: {error.response['Error']['Message']}"
            raise invalid(message) from error

    def _function(self, name: str) -> str:
        """ARN of a function, qualified as `name` is."""
        try:
            answer = self._endpoint.client("lambda").get_function(FunctionName=name)
        except ClientError as error:
            raise ServiceError(
                "ResourceNotFoundException", f"Function not found: {name}", status=404
            ) from error
        require_timeout(answer["Configuration"])
        return str(answer["Configuration"]["FunctionArn"])


def _is_function(arn: str, name: str) -> bool:
    return name in {arn, arn.split(":function:")[1].partition(":")[0]}
