"""Amazon Managed Service for Prometheus: collectors.

The service behind the local cloud knows none, so a collector is what its stack says of it; it is
refused where AWS would refuse it, and collects nothing.
"""

import base64
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner
from msk_local.cloudformation.resources.prometheus import workspace_id

_MOST: Final = 5
"""Subnets and security groups.

https://docs.aws.amazon.com/prometheus/latest/APIReference/API_VpcConfiguration.html
"""
_MOST_BYTES: Final = 256 * 1024
_LEAST_SECONDS: Final = 30
_WAYS: Final = frozenset({"dns_sd_configs", "static_configs"})
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/managed-prometheus-collectors-scraper-configuration.html."""


class Scraper(Provisioner):
    """A collector."""

    types = ("AWS::APS::Scraper",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Looks whether AWS would make it."""
        _check(properties, context)
        scraper_id = f"s-{uuid.uuid4()}"
        arn = context.arn("aps", f"scraper/{scraper_id}")
        role = (
            f"role/aws-service-role/scraper.aps.amazonaws.com/"
            f"AWSServiceRoleForAmazonPrometheusScraper_{scraper_id[2:10]}"
        )
        account = arn.split(":")[4]
        role_arn = f"{arn.partition(':aps:')[0]}:iam::{account}:{role}"
        return Outcome(arn, {"Arn": arn, "ScraperId": scraper_id, "RoleArn": role_arn})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Looks whether AWS would change it."""
        _check(new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Has nothing to remove."""


def _check(properties: Mapping[str, Any], context: Context) -> None:
    faults = [
        *_source_faults(properties["Source"], context),
        *_configuration_faults(properties["ScrapeConfiguration"].get("ConfigurationBlob", "")),
        *_destination_faults(properties["Destination"], context),
    ]
    if faults:
        raise ResourceError("; ".join(faults))


def _source_faults(source: Mapping[str, Any], context: Context) -> Iterator[str]:
    place = source.get("VpcConfiguration")
    if place is None:
        yield "the local cloud has collectors for MSK only: Source must be VpcConfiguration"
        return
    numbers = {name: len(place[name]) for name in ("SubnetIds", "SecurityGroupIds")}
    wrong = [name for name, number in numbers.items() if not 1 <= number <= _MOST]
    if wrong:
        yield from (f"{name} must be one to {_MOST}, got {numbers[name]}" for name in wrong)
        return
    subnets = context.client("ec2").describe_subnets(SubnetIds=place["SubnetIds"])["Subnets"]
    if len({subnet["AvailabilityZone"] for subnet in subnets}) < 2:
        yield "SubnetIds must be in two availability zones at least"


def _configuration_faults(blob: str) -> Iterator[str]:
    try:
        text = base64.b64decode(blob, validate=True)
        document = yaml.safe_load(text)
        jobs = document["scrape_configs"]
        names = [job["job_name"] for job in jobs]
        every = [document.get("global") or {}, *jobs]
        intervals = [_seconds(one["scrape_interval"]) for one in every if "scrape_interval" in one]
    except (ValueError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        yield f"ConfigurationBlob must be a scrape configuration in Base64; {error!r}"
        return
    if len(text) > _MOST_BYTES:
        yield f"ConfigurationBlob must be at most {_MOST_BYTES} bytes, got {len(text)}"
    if min(intervals, default=_LEAST_SECONDS) < _LEAST_SECONDS:
        yield f"scrape_interval must be at least {_LEAST_SECONDS}s, got {min(intervals)}s"
    yield from (f"the job {name!r} is there twice" for name in {*names} if names.count(name) > 1)
    for job in jobs:
        ways = {key for key in job if key.endswith(("_sd_configs", "static_configs"))}
        if not ways or ways - _WAYS:
            yield (
                f"the job {job['job_name']!r} must find its targets with dns_sd_configs or "
                f"static_configs, got {', '.join(sorted(ways)) or 'none'}"
            )


def _seconds(duration: str) -> int:
    """A duration of Prometheus in one unit: ``60s``, ``1m``."""
    return int(duration[:-1]) * {"s": 1, "m": 60, "h": 3600}[duration[-1]]


def _destination_faults(destination: Mapping[str, Any], context: Context) -> Iterator[str]:
    workspace = destination.get("AmpConfiguration", {}).get("WorkspaceArn")
    amp = context.client("amp")
    try:
        if workspace:
            amp.describe_workspace(workspaceId=workspace_id(workspace))
    except amp.exceptions.ResourceNotFoundException:
        yield f"there is no workspace {workspace}"


PROVISIONERS = (Scraper(),)
