"""Intelligent rebalancing of Express clusters."""

import enum


class Rebalancing(enum.Enum):
    """Whether MSK moves partitions between Express brokers by itself.

    https://docs.aws.amazon.com/msk/latest/developerguide/intelligent-rebalancing.html
    """

    ACTIVE = "ACTIVE"
    """MSK moves them; tools of your own are refused."""
    PAUSED = "PAUSED"
    """You move them."""
