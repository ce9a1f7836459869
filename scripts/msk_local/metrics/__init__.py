"""What Amazon MSK tells CloudWatch about its clusters, as far as it can be measured here."""

from msk_local.metrics.publisher import MetricsPublisher

__all__ = ["MetricsPublisher"]
