"""Limits on what clients may take of a cluster."""

from cdk_msk.quota.client_quota import ClientQuota

__all__ = ["ClientQuota"]
