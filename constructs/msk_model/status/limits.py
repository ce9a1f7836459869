"""What a cluster may carry, from the equations that size clusters."""

from collections.abc import Mapping

from msk_model.facts.broker_sizes import broker_size
from msk_model.shape import BrokerType, ClusterShape, ClusterType
from msk_model.sizing import Demand, Limit
from msk_model.sizing.bandwidth import Bandwidth, bandwidth
from msk_model.sizing.limits import express_limits, serverless_limits, standard_limits


def limits_of(shape: ClusterShape) -> Mapping[str, Limit]:
    """The limits by id, each with all of a hard limit; none when the broker size is not known.

    Only what the limits allow is of use here, not their load: it is measured, not planned.
    """
    demand = Demand(ingress_mbps=0, target_percent=100)
    limits: tuple[Limit, ...] = ()
    if shape.cluster_type is ClusterType.SERVERLESS:
        limits = serverless_limits(demand)
    elif isinstance(shape.broker_size, str) and (size := broker_size(shape.broker_size)):
        if size.broker_type is BrokerType.EXPRESS:
            limits = express_limits(demand, size)
        else:
            # t3 sizes sustain no bandwidth to plan with; none of those limits is shown.
            instance = bandwidth(size.name) or Bandwidth(network_mbps=0, ebs_mbps=0)
            limits = standard_limits(demand, size, instance)
    return {limit.id: limit for limit in limits}
