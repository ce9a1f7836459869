"""What MSK finds when it looks at the rest of the account: subnets, groups, keys and secrets."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from moto.backends import get_backend
from moto.utilities.utils import get_partition

from msk_local.msk.errors import bad_request

_AUTHORITY: Final = re.compile(
    r"arn:[^:]+:acm-pca:(?P<region>[^:]+):(?P<account>\d{12}):certificate-authority/.+"
)


@dataclass(frozen=True)
class Subnet:
    """Where a broker is placed."""

    zone_id: str
    vpc_id: str
    cidr_block: str


@dataclass(frozen=True)
class Secret:
    """A secret as MSK needs to know it.

    Attributes:
        kms_key_id: The key that encrypts it, as the account named it. Absent: the default key of
            Secrets Manager.
        value: The string of the version AWSCURRENT. Absent: the secret has no string.
        policy: Its resource policy. Absent: it has none.
    """

    name: str
    kms_key_id: str | None
    value: str | None
    policy: Mapping[str, Any] | None


class Account:
    """One account in one Region, read from the simulated services in this very process."""

    def __init__(self, *, account: str, region: str) -> None:
        self._account = account
        self._region = region
        self._partition = get_partition(region)

    def subnets(self, subnet_ids: Sequence[str]) -> list[Subnet]:
        """The subnets of those ids, in their order.

        Raises:
            MskError: One does not exist, or they lie in several VPCs or twice in one zone.
        """
        known = {
            subnet_id: subnet
            for zone in self._backend("ec2").subnets.values()
            for subnet_id, subnet in zone.items()
        }
        missing = [subnet_id for subnet_id in subnet_ids if subnet_id not in known]
        if missing:
            raise bad_request(
                f"One or more subnets do not exist: {', '.join(missing)}.",
                parameter="clientSubnets",
            )
        found = [
            Subnet(subnet.availability_zone_id, subnet.vpc_id, subnet.cidr_block)
            for subnet in map(known.__getitem__, subnet_ids)
        ]
        if len({subnet.vpc_id for subnet in found}) > 1:
            raise bad_request("All subnets must be in the same VPC.", parameter="clientSubnets")
        if len({subnet.zone_id for subnet in found}) < len(found):
            raise bad_request(
                "Specify subnets that are in distinct Availability Zones.",
                parameter="clientSubnets",
            )
        return found

    def private_subnets(self, subnet_ids: Sequence[str]) -> list[str]:
        """Those of the subnets without a route to an internet gateway."""
        ec2 = self._backend("ec2")
        tables = list(ec2.route_tables.values())
        vpcs = {subnet_id: ec2.get_subnet(subnet_id).vpc_id for subnet_id in subnet_ids}

        def is_public(subnet_id: str) -> bool:
            own = [t for t in tables if subnet_id in (a.get("SubnetId") for a in t.associations)]
            main = [t for t in tables if t.main_association_id and t.vpc_id == vpcs[subnet_id]]
            return any(
                route.gateway is not None and route.gateway.id.startswith("igw-")
                for table in own or main
                for route in table.routes
            )

        return [subnet_id for subnet_id in subnet_ids if not is_public(subnet_id)]

    def subnets_without_ipv6(self, subnet_ids: Sequence[str]) -> list[str]:
        """Those of the subnets that have no addresses of IPv6."""
        ec2 = self._backend("ec2")
        return [
            subnet_id
            for subnet_id in subnet_ids
            if not ec2.get_subnet(subnet_id).ipv6_cidr_block_associations
        ]

    def security_groups(self, group_ids: Sequence[str] | None, *, vpc_id: str) -> list[str]:
        """The groups of those ids; the VPC's default group when none are given.

        Raises:
            MskError: One does not exist in that VPC.
        """
        ec2 = self._backend("ec2")
        if not group_ids:
            return [ec2.get_default_security_group(vpc_id).id]
        for group_id in group_ids:
            group = ec2.get_security_group_from_id(group_id)
            if group is None or group.vpc_id != vpc_id:
                raise bad_request(
                    f"The security group {group_id} does not exist in {vpc_id}.",
                    parameter="securityGroups",
                )
        return list(group_ids)

    def default_kafka_key(self) -> str:
        """ARN of the key MSK manages itself."""
        return f"arn:{self._partition}:kms:{self._region}:{self._account}:alias/aws/kafka"

    def require_key(self, key_id: str) -> None:
        """Refuse a key that does not exist or cannot be used.

        Raises:
            MskError: It is missing, disabled or about to be deleted.
        """
        key = self._key(key_id)
        if key is None or key.key_state != "Enabled":
            raise bad_request(
                f"The KMS key {key_id} does not exist or is not enabled.",
                parameter="dataVolumeKMSKeyId",
            )

    def is_customer_key(self, key_id: str | None) -> bool:
        """Whether a key is the customer's own and symmetric, so that a policy can share it."""
        if key_id is None or "alias/aws/" in key_id:
            return False
        key = self._key(key_id)
        return (
            key is not None
            and key.key_manager == "CUSTOMER"
            and key.key_spec == "SYMMETRIC_DEFAULT"
            and key.key_state == "Enabled"
        )

    def secret(self, arn: str) -> Secret | None:
        """The secret of that full ARN; none when it is missing or being deleted."""
        secrets = self._backend("secretsmanager").secrets
        secret = next((s for s in dict.values(secrets) if s.arn == arn), None)
        if secret is None or secret.is_deleted():
            return None
        current: dict[str, Any] = next(
            (v for v in secret.versions.values() if "AWSCURRENT" in v["version_stages"]), {}
        )
        policy = json.loads(secret.policy) if secret.policy else None
        return Secret(secret.name, secret.kms_key_id, current.get("secret_string"), policy)

    def certificate_authorities(self, arns: Sequence[str]) -> list[str]:
        """The certificates, in PEM, of private authorities of this or another account.

        Raises:
            MskError: One does not exist or has no certificate of its own yet.
        """
        return [self._certificate_authority(arn) for arn in arns]

    def attach_secret_policy(self, arn: str, policy: Mapping[str, Any]) -> None:
        """Put a resource policy on a secret, as MSK does with a secret that has none."""
        self._backend("secretsmanager").put_resource_policy(arn, json.dumps(policy))

    @staticmethod
    def _certificate_authority(arn: str) -> str:
        found = _AUTHORITY.fullmatch(arn)
        authorities = (
            get_backend("acm-pca")[found["account"]][found["region"]].certificate_authorities
            if found
            else {}
        )
        authority = authorities.get(arn)
        if authority is None or authority.status != "ACTIVE":
            raise bad_request(
                f"The certificate authority {arn} does not exist or is not active.",
                parameter="certificateAuthorityArnList",
            )
        return str(authority.certificate_bytes.decode())

    def _key(self, key_id: str) -> Any:
        kms = self._backend("kms")
        raw = kms.any_id_to_key_id(key_id)
        return kms.keys.get(raw) if raw else None

    def _backend(self, service: Literal["ec2", "kms", "secretsmanager"]) -> Any:
        return get_backend(service)[self._account][self._region]
