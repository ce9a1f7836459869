"""Amazon VPC: networks and what stands in them."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner, PutProvisioner


def retag(
    resource_id: str, old: Mapping[str, Any], new: Mapping[str, Any], context: Context
) -> None:
    """Gives anything in EC2 the tags of its new properties."""
    ec2 = context.client("ec2")
    before, after = context.tag_map(old), context.tag_map(new)
    if gone := sorted(set(before) - set(after)):
        ec2.delete_tags(Resources=[resource_id], Tags=[{"Key": key} for key in gone])
    if after:
        ec2.create_tags(Resources=[resource_id], Tags=context.tagged(new))


class Vpc(Provisioner):
    """A VPC."""

    types = ("AWS::EC2::VPC",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the VPC and sets its DNS attributes."""
        ec2 = context.client("ec2")
        vpc = ec2.create_vpc(
            CidrBlock=properties["CidrBlock"],
            InstanceTenancy=properties.get("InstanceTenancy", "default"),
        )["Vpc"]
        vpc_id = vpc["VpcId"]
        context.record(vpc_id)
        _set_dns(vpc_id, properties, context)
        retag(vpc_id, {}, properties, context)
        mine = [{"Name": "vpc-id", "Values": [vpc_id]}]
        group = ec2.describe_security_groups(
            Filters=[*mine, {"Name": "group-name", "Values": ["default"]}]
        )["SecurityGroups"][0]["GroupId"]
        acl = ec2.describe_network_acls(Filters=[*mine, {"Name": "default", "Values": ["true"]}])[
            "NetworkAcls"
        ][0]["NetworkAclId"]
        return Outcome(
            vpc_id,
            {
                "VpcId": vpc_id,
                "CidrBlock": properties["CidrBlock"],
                "CidrBlockAssociations": [
                    one["AssociationId"] for one in vpc.get("CidrBlockAssociationSet", [])
                ],
                "DefaultNetworkAcl": acl,
                "DefaultSecurityGroup": group,
                "Ipv6CidrBlocks": [],
            },
        )

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes DNS attributes and tags."""
        _set_dns(current.physical_id, new, context)
        retag(current.physical_id, old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the VPC."""
        context.client("ec2").delete_vpc(VpcId=current.physical_id)


def _set_dns(vpc_id: str, properties: Mapping[str, Any], context: Context) -> None:
    ec2 = context.client("ec2")
    for key, default in (("EnableDnsSupport", True), ("EnableDnsHostnames", False)):
        ec2.modify_vpc_attribute(VpcId=vpc_id, **{key: {"Value": properties.get(key, default)}})


class Subnet(Provisioner):
    """A subnet."""

    types = ("AWS::EC2::Subnet",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the subnet."""
        keys = (
            "VpcId",
            "CidrBlock",
            "AvailabilityZone",
            "AvailabilityZoneId",
            "Ipv6CidrBlock",
        )
        subnet = context.client("ec2").create_subnet(
            **{key: properties[key] for key in keys if key in properties}
        )["Subnet"]
        subnet_id = subnet["SubnetId"]
        context.record(subnet_id)
        _set_public_addresses(subnet_id, properties, context)
        retag(subnet_id, {}, properties, context)
        return Outcome(
            subnet_id,
            {
                "SubnetId": subnet_id,
                "VpcId": subnet["VpcId"],
                "AvailabilityZone": subnet["AvailabilityZone"],
                "AvailabilityZoneId": subnet.get("AvailabilityZoneId", ""),
                "CidrBlock": subnet["CidrBlock"],
                "Ipv6CidrBlocks": [],
            },
        )

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes whether instances get public addresses, and tags."""
        _set_public_addresses(current.physical_id, new, context)
        retag(current.physical_id, old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the subnet."""
        context.client("ec2").delete_subnet(SubnetId=current.physical_id)


def _set_public_addresses(subnet_id: str, properties: Mapping[str, Any], context: Context) -> None:
    context.client("ec2").modify_subnet_attribute(
        SubnetId=subnet_id,
        MapPublicIpOnLaunch={"Value": properties.get("MapPublicIpOnLaunch", False)},
    )


class InternetGateway(Provisioner):
    """An internet gateway."""

    types = ("AWS::EC2::InternetGateway",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the gateway."""
        gateway = context.client("ec2").create_internet_gateway()["InternetGateway"]
        gateway_id = gateway["InternetGatewayId"]
        context.record(gateway_id)
        retag(gateway_id, {}, properties, context)
        return Outcome(gateway_id, {"InternetGatewayId": gateway_id})

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
        """Deletes the gateway."""
        context.client("ec2").delete_internet_gateway(InternetGatewayId=current.physical_id)


class GatewayAttachment(PutProvisioner):
    """An internet gateway's place in a VPC."""

    types = ("AWS::EC2::VPCGatewayAttachment",)

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Attaches the gateway."""
        vpc_id, gateway_id = properties["VpcId"], properties["InternetGatewayId"]
        context.client("ec2").attach_internet_gateway(VpcId=vpc_id, InternetGatewayId=gateway_id)
        return Outcome(f"IGW|{vpc_id}", {"AttachmentType": "IGW"})

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Detaches the gateway."""
        context.client("ec2").detach_internet_gateway(
            VpcId=properties["VpcId"], InternetGatewayId=properties["InternetGatewayId"]
        )


class ElasticIp(Provisioner):
    """An Elastic IP address."""

    types = ("AWS::EC2::EIP",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Allocates the address."""
        address = context.client("ec2").allocate_address(Domain=properties.get("Domain", "vpc"))
        context.record(address["PublicIp"])
        retag(address["AllocationId"], {}, properties, context)
        return Outcome(
            address["PublicIp"],
            {"AllocationId": address["AllocationId"], "PublicIp": address["PublicIp"]},
        )

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes tags."""
        retag(str(current.attributes["AllocationId"]), old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Releases the address."""
        ec2 = context.client("ec2")
        for address in ec2.describe_addresses(PublicIps=[current.physical_id])["Addresses"]:
            ec2.release_address(AllocationId=address["AllocationId"])


class NatGateway(Provisioner):
    """A NAT gateway."""

    types = ("AWS::EC2::NatGateway",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the gateway."""
        keys = ("SubnetId", "AllocationId", "ConnectivityType")
        gateway_id = context.client("ec2").create_nat_gateway(
            **{key: properties[key] for key in keys if key in properties}
        )["NatGateway"]["NatGatewayId"]
        context.record(gateway_id)
        retag(gateway_id, {}, properties, context)
        return Outcome(gateway_id, {"NatGatewayId": gateway_id})

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
        """Deletes the gateway and, as moto does not, its network interfaces."""
        ec2 = context.client("ec2")
        (gateway,) = ec2.describe_nat_gateways(NatGatewayIds=[current.physical_id])["NatGateways"]
        ec2.delete_nat_gateway(NatGatewayId=current.physical_id)
        for address in gateway["NatGatewayAddresses"]:
            if interface := address.get("NetworkInterfaceId"):
                ec2.delete_network_interface(NetworkInterfaceId=interface)


PROVISIONERS = (
    Vpc(),
    Subnet(),
    InternetGateway(),
    GatewayAttachment(),
    ElasticIp(),
    NatGateway(),
)
