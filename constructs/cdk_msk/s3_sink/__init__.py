"""Delivery of a topic into S3."""

from cdk_msk.s3_sink.compression import Compression
from cdk_msk.s3_sink.object_date import ObjectDate
from cdk_msk.s3_sink.record_format import RecordFormat
from cdk_msk.s3_sink.s3_sink import S3Sink
from cdk_msk.s3_sink.sink_table import SinkTable

__all__ = ["Compression", "ObjectDate", "RecordFormat", "S3Sink", "SinkTable"]
