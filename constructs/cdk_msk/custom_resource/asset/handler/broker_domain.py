"""Reads the name that all brokers of a cluster answer to."""

import re
from collections.abc import Mapping
from typing import Any

import boto3

from .cloudformation import Context, Created, NotYet, Properties, serve

_BROKER = re.compile(r"b-\d+\.(.+)")


def handle(event: Mapping[str, Any], context: Context) -> None:
    """Answer a request of CloudFormation; there is nothing to delete."""
    serve(event, context, apply=read)


def read(properties: Properties) -> Created:
    """The name without the broker's own part, as ``Domain``.

    Raises:
        NotYet: MSK names no broker.
    """
    cluster_arn = properties["ClusterArn"]
    kafka = boto3.client("kafka", region_name=cluster_arn.split(":")[3])
    for page in kafka.get_paginator("list_nodes").paginate(ClusterArn=cluster_arn):
        for node in page["NodeInfoList"]:
            for host in node.get("BrokerNodeInfo", {}).get("Endpoints", ()):
                if found := _BROKER.fullmatch(host):
                    return Created(f"{cluster_arn}/broker-domain", {"Domain": found[1]})
    raise NotYet(f"{cluster_arn} has no broker with a name yet")
