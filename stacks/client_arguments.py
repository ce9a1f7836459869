"""A deployment file's words for a client, as the arguments of the construct."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_acmpca as acmpca
from constructs import Construct

from cdk_msk import ScramRotation
from stacks.client_model import Client, Limits


def client_arguments(scope: Construct, stated: Client) -> dict[str, Any]:
    """The arguments of `KafkaClient` that the file decides.

    A certificate authority that it names is imported below `scope`.
    """
    authority, days, shape = stated.certificate_authority, stated.rotation_days, stated.shape
    return {
        "client_name": stated.name,
        "authentication": stated.authentication,
        "produces": shape.produces,
        "consumes": shape.consumes,
        "groups": shape.groups,
        "transactional_ids": shape.transactional_ids,
        "streams_application_id": shape.streams_application_id,
        "connect_worker": shape.connect_worker,
        "administers": shape.administers,
        "admin": shape.admin,
        "read_only": shape.read_only,
        "rotation": days and ScramRotation(every=cdk.Duration.days(days)),
        "certificate_authority": authority
        and acmpca.CertificateAuthority.from_certificate_authority_arn(
            scope, f"CertificateAuthority-{stated.name}", authority
        ),
        "common_name": stated.common_name,
    }


def limit_arguments(stated: Limits) -> dict[str, Any]:
    """The arguments of `ClientQuota` that the file decides, besides whose it is."""
    return {
        "producer_byte_rate": _rate(stated.producer_mib_per_second),
        "consumer_byte_rate": _rate(stated.consumer_mib_per_second),
        "request_percentage": stated.request_percentage,
        "controller_mutation_rate": stated.controller_mutation_rate,
    }


def _rate(mib_per_second: float | None) -> cdk.Size | None:
    """Bytes a second; part of a MiB is rounded to whole bytes."""
    return None if mib_per_second is None else cdk.Size.bytes(round(mib_per_second * 1024 * 1024))
