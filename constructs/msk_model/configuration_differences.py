"""How a configuration differs from what Amazon MSK sets by itself."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from msk_model.check import check_cluster
from msk_model.facts.server_property_defaults import default_properties
from msk_model.finding import Finding
from msk_model.shape import ClusterShape
from msk_model.unknown import Unknown


@dataclass(frozen=True, kw_only=True)
class PropertyDifference:
    """One setting of a configuration, beside MSK's own.

    Attributes:
        name: As Kafka spells it.
        value: What the configuration states; `UNKNOWN` where only a deployment knows it.
        default: What MSK sets. None: Apache Kafka's default, or one of the broker size.
        findings: What is dangerous about the value.
    """

    name: str
    value: str | Unknown
    default: str | None
    findings: tuple[Finding, ...]

    @property
    def is_default(self) -> bool:
        """Whether the configuration could as well be silent about it."""
        return self.value == self.default


def configuration_differences(cluster: ClusterShape) -> tuple[PropertyDifference, ...]:
    """Every setting that the configuration of `cluster` states, in alphabetical order."""
    properties = cluster.server_properties
    if not isinstance(properties, Mapping):
        return ()
    defaults = default_properties(cluster)
    silent = _about(cluster, {})
    return tuple(
        PropertyDifference(
            name=name,
            value=properties[name],
            default=defaults.get(name),
            findings=tuple(
                one for one in _about(cluster, {name: properties[name]}) if one not in silent
            ),
        )
        for name in sorted(properties)
    )


def _about(cluster: ClusterShape, properties: Mapping[str, str | Unknown]) -> list[Finding]:
    """What is wrong with these settings alone."""
    shape = dataclasses.replace(cluster, server_properties=properties)
    return [one for one in check_cluster(shape) if one.field == "server_properties"]
