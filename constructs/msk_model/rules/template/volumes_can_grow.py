"""The volumes of Standard brokers grow by themselves before they are full."""

from collections.abc import Iterator

from msk_model.facts.regions import regions_without
from msk_model.finding import Finding, Severity
from msk_model.intrinsics import references
from msk_model.rules.template.storage_targets import storage_targets
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.shape import BrokerType
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("msk-autoexpand")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of a cluster that nothing scales, where MSK could."""
    if view.region in regions_without("storage-autoscaling"):
        return
    scaled = [references(target.get("ResourceId")) for _, target in storage_targets(view)]
    if any(not named & set(view.clusters) for named in scaled):
        return  # a target whose cluster cannot be told may be of any of them
    for logical_id, cluster in view.clusters.items():
        if cluster.broker_type is not BrokerType.STANDARD:
            continue
        if any(logical_id in named for named in scaled):
            continue
        yield (
            logical_id,
            Finding(
                rule="volumes-can-grow",
                severity=SEVERITY,
                field="BrokerNodeGroupInfo/StorageInfo/EBSStorageInfo/VolumeSize",
                value=cluster.volume_size_gib,
                must="be scaled by a ScalableTarget, for full volumes stop the brokers",
                fix="add storage autoscaling with a maximum you can pay for",
                source=SOURCE,
            ),
        )
