"""Amazon MSK: connections from other networks."""

import time
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner

_POLL_SECONDS = 0.1
_TIMEOUT_SECONDS = 60
_MEMBERS = ("TargetClusterArn", "Authentication", "VpcId", "ClientSubnets", "SecurityGroups")


class VpcConnection(Provisioner):
    """A connection to a cluster."""

    types = ("AWS::MSK::VpcConnection",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the connection and waits until it is available."""
        kafka, tags = context.client("kafka"), context.tag_map(properties)
        arn = kafka.create_vpc_connection(
            **{name: properties[name] for name in _MEMBERS}, **({"Tags": tags} if tags else {})
        )["VpcConnectionArn"]
        context.record(arn)
        deadline = time.monotonic() + _TIMEOUT_SECONDS
        while (state := kafka.describe_vpc_connection(Arn=arn)["State"]) != "AVAILABLE":
            if time.monotonic() > deadline:
                raise ResourceError(f"VPC connection {arn} stayed {state}")
            time.sleep(_POLL_SECONDS)
        return Outcome(arn, {"Arn": arn})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes tags; all else is another connection."""
        kafka, before, after = context.client("kafka"), context.tag_map(old), context.tag_map(new)
        if gone := sorted(set(before) - set(after)):
            kafka.untag_resource(ResourceArn=current.physical_id, TagKeys=gone)
        if after and after != before:
            kafka.tag_resource(ResourceArn=current.physical_id, Tags=after)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the connection."""
        kafka = context.client("kafka")
        try:
            kafka.delete_vpc_connection(Arn=current.physical_id)
        except kafka.exceptions.NotFoundException:
            return


PROVISIONERS = (VpcConnection(),)
