"""What one principal may do on a cluster."""

from collections.abc import Sequence

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.acl.acl_rule import AclRule
from cdk_msk.acl.cluster_acls import ClusterAcls
from cdk_msk.acl.principal import require_administrable, require_principal
from cdk_msk.cluster.cluster import Cluster


class Acl(Construct):
    """Entries of Kafka's access control lists for one principal of a provisioned cluster.

    For clients that sign in with SCRAM (``User:orders``) or a certificate (``User:CN=orders``).
    Clients with IAM are not governed by ACLs: their policies are, see ``cluster.grant_…``.

    One function in the cluster's network applies the entries, signed in with IAM: no ACL can shut
    it out. All `Acl` of a principal in an app are one custom resource, so that none undoes what
    another declares. A change adds what is new before it removes what is no longer declared, and
    leaves every other entry alone. An entry that somebody made by hand belongs to the stack once it
    is declared here, and goes with it, also when the deployment that first declares it is rolled
    back. So does one that another app declares as well: let each principal have one app.

    **Closing the cluster.** A resource with no entry is open to everybody as long as the cluster's
    configuration has ``allow.everyone.if.no.acl.found`` at MSK's default, true; the first entry
    closes it to all others, and the last one that goes opens it again. Set it to false:

    - A new cluster may have it from the start. Its brokers are super users, IAM keeps working, and
      nobody is let in by ACLs before they are there.
    - A cluster that has clients needs two deployments: first the `Acl` of every client, then the
      configuration. In one deployment CloudFormation changes the cluster first, as the entries
      depend on it, and clients would be refused until the entries follow.
    - Back again it is the other way round: first the configuration, then the entries.

    IAM stays on at least one deployment longer than the last `Acl`: the function that removes the
    entries signs in with it, after the cluster has been changed.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-acls.html

    Attributes:
        principal: Whose the entries are.
        bindings: The entries, sorted.
        resource: The custom resource with all entries of the principal: what signs in as it while
            the stack deploys waits for this.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        principal: str,
        rules: Sequence[AclRule],
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> None:
        """Define the entries.

        Args:
            scope: Parent of this construct. All rules of a principal are defined in one stack.
            id: Name of this construct below `scope`.
            cluster: Provisioned; it accepts IAM, and the authentication of the principal.
            principal: ``User:`` and the name of a SCRAM user or the subject of a certificate;
                ``User:*`` is everybody who does not sign in with IAM.
            rules: What it may do, and what it may not. A denial outweighs every permission.
            removal_policy: RETAIN keeps the entries when the last `Acl` of the principal leaves the
                app. One that leaves while others stay takes its entries along either way.

        Raises:
            ValueError: A rule cannot work, the cluster does not know such a principal, or the
                principal has rules in another stack or too many of them.
        """
        super().__init__(scope, id)
        require_administrable(self, cluster, "ACLs")
        require_principal(self, cluster, principal)
        if not rules:
            raise ValueError(
                f"{self.node.path}: rules must hold at least one rule, got none; "
                "add one, such as AclRule.producer(topics=[…]), or leave the Acl out"
            )
        acls = ClusterAcls.of(cluster).acls_of(self, principal)
        self.principal = principal
        self.bindings = acls.add(self, rules, removal_policy)
        self.resource = acls.resource
