"""What the CDK CLI and our stacks need and moto does not have."""

from msk_local.moto_gaps.bucket_policies import BucketPolicies
from msk_local.moto_gaps.dimension_order import order_dimensions
from msk_local.moto_gaps.event_history import EventHistory
from msk_local.moto_gaps.private_certificates import PrivateCertificates
from msk_local.moto_gaps.saved_queries import SavedQueries
from msk_local.moto_gaps.secret_rotation import SecretRotation

__all__ = [
    "BucketPolicies",
    "EventHistory",
    "PrivateCertificates",
    "SavedQueries",
    "SecretRotation",
    "order_dimensions",
]
