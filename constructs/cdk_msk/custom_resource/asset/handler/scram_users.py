"""Sees to it that a cluster has exactly the declared ones of its declared users."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import boto3

from .cloudformation import Context, Created, NotYet, Properties, serve

_PER_CALL = 10
# A secret whose policy or key was just made may be out of MSK's reach for a moment.
_SECONDS_OF_HOPE = 60


class AssociationError(Exception):
    """MSK does not take a secret."""


def handle(event: Mapping[str, Any], context: Context) -> None:
    """Answer a request of CloudFormation; there is nothing to delete."""
    hopeless_from = time.monotonic() + _SECONDS_OF_HOPE
    former = event.get("OldResourceProperties", {})

    def attempt(properties: Properties) -> Created:
        try:
            return apply(properties, former)
        except NotYet as error:
            if time.monotonic() > hopeless_from:
                raise AssociationError(str(error)) from error
            raise

    serve(event, context, apply=attempt)


def apply(properties: Properties, former: Properties) -> Created:
    """Associate what is declared and missing; disassociate what was declared and is there.

    Raises:
        NotYet: MSK refused a secret, or does not list one yet; it says why.
    """
    cluster_arn = properties["ClusterArn"]
    declared = properties["SecretArns"]
    kafka = boto3.client("kafka", region_name=cluster_arn.split(":")[3])
    found = _listed(kafka, cluster_arn)
    gone = former.get("SecretArns", ()) if former.get("ClusterArn") == cluster_arn else ()
    surplus = [arn for arn in gone if arn in found and arn not in declared]
    missing = [arn for arn in declared if arn not in found]
    _in_batches(kafka.batch_associate_scram_secret, cluster_arn, missing)
    _in_batches(kafka.batch_disassociate_scram_secret, cluster_arn, surplus)
    if surplus or missing:
        found = _listed(kafka, cluster_arn)
        wrong = [arn for arn in missing if arn not in found] + [a for a in surplus if a in found]
        if wrong:
            msg = f"{cluster_arn} does not list as declared: {', '.join(wrong)}"
            raise NotYet(msg)
    return Created(f"{cluster_arn}/scram-users", {})


def _listed(kafka: Any, cluster_arn: str) -> set[str]:
    pages = kafka.get_paginator("list_scram_secrets").paginate(ClusterArn=cluster_arn)
    return {arn for page in pages for arn in page.get("SecretArnList", ())}


def _in_batches(call: Callable[..., Any], cluster_arn: str, secret_arns: Sequence[str]) -> None:
    """Every batch is sent, also after one with a refusal: one bad secret keeps out no other."""
    refused = [
        f"{one.get('SecretArn')}: {one.get('ErrorCode')}: {one.get('ErrorMessage')}"
        for start in range(0, len(secret_arns), _PER_CALL)
        for one in call(
            ClusterArn=cluster_arn, SecretArnList=secret_arns[start : start + _PER_CALL]
        ).get("UnprocessedScramSecrets", ())
    ]
    if refused:
        raise NotYet("; ".join(refused))
