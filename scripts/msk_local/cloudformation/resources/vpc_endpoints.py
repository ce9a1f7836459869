"""Amazon VPC: endpoints and flow logs."""

import json
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner
from msk_local.cloudformation.resources.vpc import retag

_MEMBERS = ("RouteTableIds", "SubnetIds", "SecurityGroupIds")


class VpcEndpoint(Provisioner):
    """A gateway or interface endpoint."""

    types = ("AWS::EC2::VPCEndpoint",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the endpoint."""
        keys = ("VpcId", "ServiceName", "VpcEndpointType", "PrivateDnsEnabled", *_MEMBERS)
        wanted = {key: properties[key] for key in keys if key in properties}
        if "PolicyDocument" in properties:
            wanted["PolicyDocument"] = _policy(properties)
        endpoint = context.client("ec2").create_vpc_endpoint(**wanted)["VpcEndpoint"]
        endpoint_id = endpoint["VpcEndpointId"]
        context.record(endpoint_id)
        retag(endpoint_id, {}, properties, context)
        return Outcome(
            endpoint_id,
            {
                "Id": endpoint_id,
                "CreationTimestamp": str(endpoint.get("CreationTimestamp", "")),
                "DnsEntries": [
                    f"{one.get('HostedZoneId', '')}:{one.get('DnsName', '')}"
                    for one in endpoint.get("DnsEntries", [])
                ],
                "NetworkInterfaceIds": endpoint.get("NetworkInterfaceIds", []),
            },
        )

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes tables, subnets, groups, policy and tags."""
        change: dict[str, Any] = {}
        for key in _MEMBERS:
            before, after = set(old.get(key, [])), set(new.get(key, []))
            if after - before:
                change[f"Add{key}"] = sorted(after - before)
            if before - after:
                change[f"Remove{key}"] = sorted(before - after)
        if new.get("PolicyDocument") != old.get("PolicyDocument"):
            change |= (
                {"PolicyDocument": _policy(new)}
                if "PolicyDocument" in new
                else {"ResetPolicy": True}
            )
        if new.get("PrivateDnsEnabled") != old.get("PrivateDnsEnabled"):
            change["PrivateDnsEnabled"] = new.get("PrivateDnsEnabled", False)
        if change:
            context.client("ec2").modify_vpc_endpoint(VpcEndpointId=current.physical_id, **change)
        retag(current.physical_id, old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the endpoint, and with it its network interfaces."""
        context.client("ec2").delete_vpc_endpoints(VpcEndpointIds=[current.physical_id])


def _policy(properties: Mapping[str, Any]) -> str:
    policy = properties["PolicyDocument"]
    return policy if isinstance(policy, str) else json.dumps(policy)


class FlowLog(Provisioner):
    """The flow log of a VPC, subnet or network interface."""

    types = ("AWS::EC2::FlowLog",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Starts the flow log."""
        keys = (
            "ResourceType",
            "TrafficType",
            "LogDestinationType",
            "LogDestination",
            "LogGroupName",
            "DeliverLogsPermissionArn",
            "LogFormat",
            "MaxAggregationInterval",
        )
        answer = context.client("ec2").create_flow_logs(
            ResourceIds=[properties["ResourceId"]],
            **{key: properties[key] for key in keys if key in properties},
        )
        if answer.get("Unsuccessful"):
            raise ResourceError(answer["Unsuccessful"][0]["Error"]["Message"])
        flow_log_id = answer["FlowLogIds"][0]
        context.record(flow_log_id)
        retag(flow_log_id, {}, properties, context)
        return Outcome(flow_log_id, {"Id": flow_log_id})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes tags: everything else replaces it."""
        retag(current.physical_id, old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Stops the flow log."""
        context.client("ec2").delete_flow_logs(FlowLogIds=[current.physical_id])


PROVISIONERS = (VpcEndpoint(), FlowLog())
