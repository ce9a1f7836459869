"""ARNs of a cluster and of what lies in it."""

import pytest

from msk_local.kafka.access.resources import ClusterResources

ARN = "arn:aws-cn:kafka:cn-north-1:123456789012:cluster/demo/11-22-1"


def test_resources_share_the_clusters_path():
    """Topic, group and transactional-id ARNs differ from the cluster's in kind and tail only."""
    resources = ClusterResources.of(ARN)
    prefix = "arn:aws-cn:kafka:cn-north-1:123456789012"
    assert resources.region == "cn-north-1"
    assert resources.cluster == ARN
    assert resources.topic("a.b") == f"{prefix}:topic/demo/11-22-1/a.b"
    assert resources.group("g") == f"{prefix}:group/demo/11-22-1/g"
    assert resources.transactional_id("t") == f"{prefix}:transactional-id/demo/11-22-1/t"


@pytest.mark.parametrize(
    "arn", ["", "arn:aws:s3:::bucket", ARN.replace("cluster", "topic"), ARN + "/x"]
)
def test_rejects_other_arns(arn):
    """What is not the ARN of an MSK cluster is refused with its value."""
    with pytest.raises(ValueError, match="cluster_arn must be"):
        ClusterResources.of(arn)
