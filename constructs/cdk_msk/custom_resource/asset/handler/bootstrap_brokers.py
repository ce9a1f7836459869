"""Reads the bootstrap brokers of a cluster."""

from collections.abc import Mapping
from typing import Any

import boto3

from .cloudformation import Context, Created, NotYet, Properties, serve


def handle(event: Mapping[str, Any], context: Context) -> None:
    """Answer a request of CloudFormation; there is nothing to delete."""
    serve(event, context, apply=read)


def read(properties: Properties) -> Created:
    """Every endpoint of the cluster.

    Raises:
        NotYet: An endpoint the cluster should have is missing.
    """
    cluster_arn = properties["ClusterArn"]
    region = cluster_arn.split(":")[3]
    answer = boto3.client("kafka", region_name=region).get_bootstrap_brokers(ClusterArn=cluster_arn)
    found = {key: value for key, value in answer.items() if key.startswith("BootstrapBroker")}
    missing = [key for key in properties["Endpoints"] if not found.get(key)]
    if missing:
        msg = (
            f"{cluster_arn} has no {', '.join(missing)}; it has {', '.join(found) or 'none'}. "
            "Is this authentication or connectivity switched on?"
        )
        raise NotYet(msg)
    return Created(f"{cluster_arn}/bootstrap-brokers", found)
