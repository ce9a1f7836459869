"""How AWS services speak over HTTP, driven by botocore's own service models."""

from msk_local.protocols.errors import NotMineError, ServiceError
from msk_local.protocols.query import QueryProtocol
from msk_local.protocols.rest_json import RestJsonProtocol

__all__ = ["NotMineError", "QueryProtocol", "RestJsonProtocol", "ServiceError"]
