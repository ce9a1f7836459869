"""What there will be to scrape of the clusters of templates."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msk_model.intrinsics import flag_at
from msk_model.prometheus import MonitoredCluster, ScrapeCluster
from msk_model.resource import properties_of
from msk_model.template import from_template, resources_of
from mskctl.prometheus_live import Unscrapable
from mskctl.templates import read_template, template_files

_NO_NAME_OF_A_FILE: Final = re.compile(r'[/\\"\x00-\x1f]')
"""What would lead out of the folder that the files go to, or end the name in a query."""


def template_clusters(path: Path) -> tuple[MonitoredCluster, ...]:
    """The clusters with open monitoring; their machines are known once they run.

    Raises:
        UnreadableTemplate: There is no template at `path`.
        Unscrapable: No cluster there has open monitoring, or one has a name that no file can have.
    """
    found = tuple(one for file in template_files(path) for one in _clusters(read_template(file)))
    if not found:
        raise Unscrapable(
            f"{path}: template must have a cluster with open monitoring and a name, got none; set "
            "open_monitoring=OpenMonitoring() on it"
        )
    return found


def _clusters(template: Mapping[str, object]) -> Iterator[MonitoredCluster]:
    resources = resources_of(template)
    for logical_id, shape in from_template(template).clusters.items():
        properties = properties_of(resources[logical_id])
        jmx, node = (
            flag_at(properties, "OpenMonitoring", "Prometheus", name, "EnabledInBroker") is True
            for name in ("JmxExporter", "NodeExporter")
        )
        if isinstance(shape.cluster_name, str) and (jmx or node):
            if _NO_NAME_OF_A_FILE.search(shape.cluster_name):
                raise Unscrapable(
                    f"{logical_id}: ClusterName must be letters, digits and hyphens, got "
                    f"{shape.cluster_name!r}"
                )
            scrape = ScrapeCluster(name=shape.cluster_name, jmx=jmx, node=node)
            yield MonitoredCluster(scrape=scrape, shape=shape)
