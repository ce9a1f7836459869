"""Delivery of a topic into S3."""

from cdk_msk.s3_sink.compression import Compression
from cdk_msk.s3_sink.s3_sink import S3Sink

__all__ = ["Compression", "S3Sink"]
