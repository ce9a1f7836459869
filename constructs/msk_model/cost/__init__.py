"""What a cluster, and what a template costs in a month; every number with its price and source."""

from msk_model.cost.cluster import cluster_costs
from msk_model.cost.line import CostLine, Estimate
from msk_model.cost.template import ResourceCost, TemplateCost, template_cost
from msk_model.cost.usage import Usage

__all__ = [
    "CostLine",
    "Estimate",
    "ResourceCost",
    "TemplateCost",
    "Usage",
    "cluster_costs",
    "template_cost",
]
