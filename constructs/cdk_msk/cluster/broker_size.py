"""Sizes of brokers."""

from dataclasses import dataclass
from typing import ClassVar, Self

from msk_model import BrokerType


@dataclass(frozen=True)
class BrokerSize:
    """The size of each broker, by MSK's own name; it decides between Standard and Express.

    A size newer than this library is `BrokerSize.of("…")`. A cluster can change its size later,
    but never between Standard and Express.

    https://docs.aws.amazon.com/msk/latest/developerguide/broker-instance-sizes.html
    """

    name: str
    """As CloudFormation spells it: ``kafka.m7g.large``, ``express.m7g.large``."""

    T3_SMALL: ClassVar["BrokerSize"]
    M5_LARGE: ClassVar["BrokerSize"]
    M5_XLARGE: ClassVar["BrokerSize"]
    M5_2XLARGE: ClassVar["BrokerSize"]
    M5_4XLARGE: ClassVar["BrokerSize"]
    M5_8XLARGE: ClassVar["BrokerSize"]
    M5_12XLARGE: ClassVar["BrokerSize"]
    M5_16XLARGE: ClassVar["BrokerSize"]
    M5_24XLARGE: ClassVar["BrokerSize"]
    M7G_LARGE: ClassVar["BrokerSize"]
    M7G_XLARGE: ClassVar["BrokerSize"]
    M7G_2XLARGE: ClassVar["BrokerSize"]
    M7G_4XLARGE: ClassVar["BrokerSize"]
    M7G_8XLARGE: ClassVar["BrokerSize"]
    M7G_12XLARGE: ClassVar["BrokerSize"]
    M7G_16XLARGE: ClassVar["BrokerSize"]
    EXPRESS_M7G_LARGE: ClassVar["BrokerSize"]
    EXPRESS_M7G_XLARGE: ClassVar["BrokerSize"]
    EXPRESS_M7G_2XLARGE: ClassVar["BrokerSize"]
    EXPRESS_M7G_4XLARGE: ClassVar["BrokerSize"]
    EXPRESS_M7G_8XLARGE: ClassVar["BrokerSize"]
    EXPRESS_M7G_12XLARGE: ClassVar["BrokerSize"]
    EXPRESS_M7G_16XLARGE: ClassVar["BrokerSize"]

    @classmethod
    def of(cls, name: str) -> Self:
        """The size MSK calls `name`, known to this library or not."""
        return cls(name)

    @property
    def broker_type(self) -> BrokerType:
        """Standard or Express."""
        return BrokerType.EXPRESS if self.name.startswith("express.") else BrokerType.STANDARD


BrokerSize.T3_SMALL = BrokerSize("kafka.t3.small")
BrokerSize.M5_LARGE = BrokerSize("kafka.m5.large")
BrokerSize.M5_XLARGE = BrokerSize("kafka.m5.xlarge")
BrokerSize.M5_2XLARGE = BrokerSize("kafka.m5.2xlarge")
BrokerSize.M5_4XLARGE = BrokerSize("kafka.m5.4xlarge")
BrokerSize.M5_8XLARGE = BrokerSize("kafka.m5.8xlarge")
BrokerSize.M5_12XLARGE = BrokerSize("kafka.m5.12xlarge")
BrokerSize.M5_16XLARGE = BrokerSize("kafka.m5.16xlarge")
BrokerSize.M5_24XLARGE = BrokerSize("kafka.m5.24xlarge")
BrokerSize.M7G_LARGE = BrokerSize("kafka.m7g.large")
BrokerSize.M7G_XLARGE = BrokerSize("kafka.m7g.xlarge")
BrokerSize.M7G_2XLARGE = BrokerSize("kafka.m7g.2xlarge")
BrokerSize.M7G_4XLARGE = BrokerSize("kafka.m7g.4xlarge")
BrokerSize.M7G_8XLARGE = BrokerSize("kafka.m7g.8xlarge")
BrokerSize.M7G_12XLARGE = BrokerSize("kafka.m7g.12xlarge")
BrokerSize.M7G_16XLARGE = BrokerSize("kafka.m7g.16xlarge")
BrokerSize.EXPRESS_M7G_LARGE = BrokerSize("express.m7g.large")
BrokerSize.EXPRESS_M7G_XLARGE = BrokerSize("express.m7g.xlarge")
BrokerSize.EXPRESS_M7G_2XLARGE = BrokerSize("express.m7g.2xlarge")
BrokerSize.EXPRESS_M7G_4XLARGE = BrokerSize("express.m7g.4xlarge")
BrokerSize.EXPRESS_M7G_8XLARGE = BrokerSize("express.m7g.8xlarge")
BrokerSize.EXPRESS_M7G_12XLARGE = BrokerSize("express.m7g.12xlarge")
BrokerSize.EXPRESS_M7G_16XLARGE = BrokerSize("express.m7g.16xlarge")
