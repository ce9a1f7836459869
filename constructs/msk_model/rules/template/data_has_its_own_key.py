"""Data at rest is encrypted under a key of one's own."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.shape import ClusterType
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("msk-encryption")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of AWS's own key: nobody can restrict or withdraw it, and it cannot be changed later."""
    for logical_id, cluster in view.clusters.items():
        if cluster.cluster_type is not ClusterType.PROVISIONED:
            continue
        if cluster.customer_managed_key is not False:
            continue
        yield (
            logical_id,
            Finding(
                rule="data-has-its-own-key",
                severity=SEVERITY,
                field="EncryptionInfo/EncryptionAtRest/DataVolumeKMSKeyId",
                value=None,
                must="name a customer managed key, for changing it later replaces the cluster",
                fix="name a KMS key of your own when the cluster is created",
                source=SOURCE,
            ),
        )
