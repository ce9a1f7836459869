"""Configurations: contents of server.properties in numbered revisions that never change."""

import re
from collections.abc import Mapping
from typing import Any, Final

from msk_local.msk.errors import bad_request, conflict
from msk_local.msk.page import page
from msk_local.msk.state import Configuration, Revision, Store, parse_properties
from msk_model import nearest
from msk_model.facts.server_properties import (
    ServerPropertyFacts,
    Settable,
    all_server_properties,
)

_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*")
_MAXIMUM_CONFIGURATIONS: Final = 100
_MAXIMUM_REVISIONS: Final = 50


class Configurations:
    """The configuration operations of the API."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """CreateConfiguration."""
        name = parameters["Name"]
        if not _NAME.fullmatch(name):
            raise bad_request("The configuration name isn't valid.", parameter="name")
        _check(parameters["ServerProperties"])
        description = parameters.get("Description", "")
        with self._store.lock:
            existing = self._store.configurations
            if any(configuration.name == name for configuration in existing.values()):
                raise conflict("A resource with this name already exists.", parameter="name")
            if len(existing) >= _MAXIMUM_CONFIGURATIONS:
                raise bad_request("You've reached the maximum number of configurations.")
            configuration = Configuration(
                arn=self._store.new_arn("configuration", name),
                name=name,
                description=description,
                kafka_versions=list(parameters.get("KafkaVersions", [])),
                revisions=[Revision(1, parameters["ServerProperties"], description)],
            )
            existing[configuration.arn] = configuration
        return _summary(configuration)

    def update(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateConfiguration: one more revision."""
        _check(parameters["ServerProperties"])
        with self._store.lock:
            configuration = self._store.configuration(parameters["Arn"])
            if len(configuration.revisions) >= _MAXIMUM_REVISIONS:
                raise bad_request("You've reached the maximum number of configuration revisions.")
            description = parameters.get("Description", "")
            number = configuration.latest.number + 1
            revision = Revision(number, parameters["ServerProperties"], description)
            configuration.revisions.append(revision)
        return {"Arn": configuration.arn, "LatestRevision": _revision(revision)}

    def delete(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DeleteConfiguration: refused while a cluster uses any of its revisions."""
        with self._store.lock:
            configuration = self._store.configuration(parameters["Arn"])
            for cluster in self._store.clusters.values():
                if cluster.configuration and cluster.configuration[0] == configuration.arn:
                    raise bad_request(
                        "Configuration is in use by one or more clusters."
                        " Dissociate the configuration from the clusters.",
                        parameter="arn",
                    )
            del self._store.configurations[configuration.arn]
        return {"Arn": configuration.arn, "State": "DELETING"}

    def describe(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeConfiguration."""
        return _summary(self._store.configuration(parameters["Arn"]))

    def describe_revision(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeConfigurationRevision."""
        configuration = self._store.configuration(parameters["Arn"])
        revision = configuration.revision(parameters["Revision"])
        return {
            "Arn": configuration.arn,
            "ServerProperties": revision.server_properties,
            **_revision(revision),
        }

    def list_configurations(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListConfigurations."""
        with self._store.lock:
            summaries = [_summary(c) for c in self._store.configurations.values()]
        return page(parameters, summaries, "Configurations")

    def list_revisions(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListConfigurationRevisions."""
        configuration = self._store.configuration(parameters["Arn"])
        return page(parameters, [_revision(r) for r in configuration.revisions], "Revisions")


def _check(server_properties: bytes) -> None:
    settable = [known.name for known in all_server_properties() if _settable(known)]
    for name in parse_properties(server_properties):
        if name not in settable:
            guess = nearest(name, settable)
            hint = f"; did you mean {guess}?" if guess else ""
            raise bad_request(
                f"Invalid server property: {name}. Amazon MSK doesn't let you set it{hint}",
                parameter="serverProperties",
            )


def _settable(facts: ServerPropertyFacts) -> bool:
    return {facts.standard, facts.express} & {Settable.YES, Settable.UNDOCUMENTED} != set()


def _revision(revision: Revision) -> dict[str, Any]:
    return {
        "Revision": revision.number,
        "CreationTime": revision.created,
        "Description": revision.description,
    }


def _summary(configuration: Configuration) -> dict[str, Any]:
    return {
        "Arn": configuration.arn,
        "Name": configuration.name,
        "Description": configuration.description,
        "KafkaVersions": configuration.kafka_versions,
        "CreationTime": configuration.created,
        "LatestRevision": _revision(configuration.latest),
        "State": "ACTIVE",
    }
