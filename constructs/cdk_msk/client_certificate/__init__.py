"""Clients that prove who they are by a certificate (mTLS)."""

from cdk_msk.client_certificate.client_certificate import ClientCertificate
from cdk_msk.client_certificate.renewal_permission import RenewalPermission

__all__ = ["ClientCertificate", "RenewalPermission"]
