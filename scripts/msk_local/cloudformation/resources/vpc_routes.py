"""Amazon VPC: where packets go."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner
from msk_local.cloudformation.resources.vpc import retag

_DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
_TARGETS = (
    "GatewayId",
    "NatGatewayId",
    "NetworkInterfaceId",
    "TransitGatewayId",
    "VpcEndpointId",
    "VpcPeeringConnectionId",
    "EgressOnlyInternetGatewayId",
    "InstanceId",
)


class RouteTable(Provisioner):
    """A route table."""

    types = ("AWS::EC2::RouteTable",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the table."""
        table = context.client("ec2").create_route_table(VpcId=properties["VpcId"])
        table_id = table["RouteTable"]["RouteTableId"]
        context.record(table_id)
        retag(table_id, {}, properties, context)
        return Outcome(table_id, {"RouteTableId": table_id})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes tags."""
        retag(current.physical_id, old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the table."""
        context.client("ec2").delete_route_table(RouteTableId=current.physical_id)


class Route(Provisioner):
    """One route of a table."""

    types = ("AWS::EC2::Route",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the route."""
        context.client("ec2").create_route(**_given(properties, *_DESTINATIONS, *_TARGETS))
        destination = next(properties[key] for key in _DESTINATIONS if key in properties)
        return Outcome(f"{properties['RouteTableId']}|{destination}", {"CidrBlock": destination})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Points the route elsewhere."""
        context.client("ec2").replace_route(**_given(new, *_DESTINATIONS, *_TARGETS))
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the route."""
        context.client("ec2").delete_route(**_given(properties, *_DESTINATIONS))


def _given(properties: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    wanted = ("RouteTableId", *keys)
    return {key: properties[key] for key in wanted if key in properties}


class SubnetRouteTableAssociation(Provisioner):
    """The route table a subnet uses."""

    types = ("AWS::EC2::SubnetRouteTableAssociation",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Associates the table."""
        association = context.client("ec2").associate_route_table(
            RouteTableId=properties["RouteTableId"], SubnetId=properties["SubnetId"]
        )["AssociationId"]
        return Outcome(association, {"Id": association})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Associates another table."""
        association = context.client("ec2").replace_route_table_association(
            AssociationId=current.physical_id, RouteTableId=new["RouteTableId"]
        )["NewAssociationId"]
        return Outcome(current.physical_id, {"Id": association})

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Ends the association."""
        context.client("ec2").disassociate_route_table(AssociationId=current.attributes["Id"])


PROVISIONERS = (RouteTable(), Route(), SubnetRouteTableAssociation())
