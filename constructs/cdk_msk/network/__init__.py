"""A network for streaming: the VPC that clusters and their clients stand in."""

from cdk_msk.network.streaming_vpc import StreamingVpc

__all__ = ["StreamingVpc"]
