"""What there is to say against a provisioned cluster that its shape does not show."""

from collections.abc import Iterator, Sequence

from aws_cdk import aws_ec2 as ec2

from cdk_msk.checks import known
from cdk_msk.cluster.provisioned_settings import ProvisionedSettings
from msk_model import Finding, Severity, Unknown
from msk_model.facts.regions import regions_without
from msk_model.sources import developer_guide


def findings(settings: ProvisionedSettings, region: str) -> Iterator[Finding]:
    """Everything wrong with `settings` in `region`, which may be a token."""
    storage, scaling = settings.storage, settings.storage_autoscaling
    authentication = settings.client_authentication
    if isinstance(known(settings.brokers_per_az), Unknown):
        yield Finding(
            rule="broker-count-is-known",
            severity=Severity.ERROR,
            field="broker_count",
            value="a value known at deployment only",
            must="be a number at synth, because a template cannot multiply it by the zones",
            fix="read it from the context or a file instead of a parameter",
            source="https://docs.aws.amazon.com/cdk/v2/guide/parameters.html",
        )
    if storage and _has_fraction(storage.volume_size_gib):
        yield _fraction("volume_size_gib", storage.volume_size_gib)
    if scaling and _has_fraction(scaling.maximum_gib):
        yield _fraction("autoscaling_max_gib", scaling.maximum_gib)
    if authentication.tls and not authentication.certificate_authorities:
        yield Finding(
            rule="client-certificates-need-an-authority",
            severity=Severity.ERROR,
            field="tls",
            value="none",
            must="name at least one certificate authority for client certificates",
            fix="add certificate_authorities=[…]",
            source=developer_guide("msk-authentication"),
        )
    if scaling and region in regions_without("storage-autoscaling"):
        yield Finding(
            rule="storage-autoscaling-is-in-the-region",
            severity=Severity.ERROR,
            field="autoscaling_max_gib",
            value=region,
            must="be absent in a region without it",
            fix="leave it out and grow volumes by hand",
            source=developer_guide("msk-autoexpand"),
        )


def public_subnet_findings(vpc: ec2.IVpc, subnet_ids: Sequence[str]) -> Iterator[Finding]:
    """What a public cluster in these subnets lacks: a way to the internet."""
    closed = {subnet.subnet_id for subnet in (*vpc.private_subnets, *vpc.isolated_subnets)}
    without = [subnet_id for subnet_id in subnet_ids if subnet_id in closed]
    if without:
        yield Finding(
            rule="public-access-needs-public-subnets",
            severity=Severity.ERROR,
            field="zone_count",
            value=f"{len(without)} private",
            must="be public subnets, with a route to an internet gateway, for public access",
            fix="select them with SubnetSelection(subnet_type=SubnetType.PUBLIC); to move a "
            "cluster there replaces it",
            source=developer_guide("public-access"),
        )


def _has_fraction(size: float) -> bool:
    return not isinstance(known(size), Unknown) and size != int(size)


def _fraction(field: str, size: float) -> Finding:
    return Finding(
        rule="volume-sizes-are-whole",
        severity=Severity.ERROR,
        field=field,
        value=size,
        must="be a whole number of GiB",
        fix="use Size.gibibytes(…)",
        source=developer_guide("limits"),
    )
