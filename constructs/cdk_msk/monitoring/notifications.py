"""Who is told of pages, and who of tickets."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_msk.monitoring.publishing import let_cloudwatch_publish
from msk_model.facts.alarms import Severity

_LOWEST = 4


@dataclass(frozen=True, kw_only=True)
class OpsItems:
    """Alarms become work items of Systems Manager OpsCenter.

    CloudWatch makes them with a service-linked role of its own; OpsCenter has to be set up once in
    the account. One that is open already is not made twice.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-create-OpsItems-from-CloudWatch-Alarms.html

    Attributes:
        page: Severity of an incident's item, 1 (critical) to 4 (low). None: no items.
        ticket: Severity of any other alarm's item. None: no items.
        category: What OpsCenter files them under.

    Raises:
        ValueError: A severity is none of OpsCenter's.
    """

    page: int | None = 2
    ticket: int | None = 4
    category: Literal["Availability", "Cost", "Performance", "Recovery", "Security"] = (
        "Availability"
    )

    def __post_init__(self) -> None:
        for name, severity in (("page", self.page), ("ticket", self.ticket)):
            if severity is not None and not 1 <= severity <= _LOWEST:
                raise ValueError(
                    f"{name} must be a severity of OpsCenter, 1 to {_LOWEST}, got {severity}"
                )


@dataclass(frozen=True, kw_only=True)
class Notifications:
    """What alarms do when they fire and when they are over.

    Attributes:
        alarm_topic: Told of pages, and of tickets without a topic of their own. None: nobody is.
        ticket_topic: Told of tickets. None: `alarm_topic` is.
        ops_items: The items that are made. None: none.
    """

    alarm_topic: sns.ITopic | None = None
    ticket_topic: sns.ITopic | None = None
    ops_items: OpsItems | None = None

    def allow(self) -> None:
        """Let CloudWatch publish to the topics and use their keys."""
        for topic in (self.alarm_topic, self.ticket_topic):
            if topic:
                let_cloudwatch_publish(topic)

    def told(self, severity: Severity) -> list[str] | None:
        """ARNs of who hears that an alarm has fired or is over; None: nobody."""
        topic = self.alarm_topic
        if severity == "ticket" and self.ticket_topic:
            topic = self.ticket_topic
        return [topic.topic_arn] if topic else None

    def done(self, severity: Severity, scope: Construct) -> list[str] | None:
        """ARNs of what happens when an alarm fires; None: nothing."""
        return [*(self.told(severity) or ()), *self._items(severity, scope)] or None

    def _items(self, severity: Severity, scope: Construct) -> Iterator[str]:
        items = self.ops_items
        number = None if items is None else items.page if severity == "page" else items.ticket
        if items and number is not None:
            item = f"opsitem:{number}#CATEGORY={items.category}"
            stack = cdk.Stack.of(scope)
            yield f"arn:{stack.partition}:ssm:{stack.region}:{stack.account}:{item}"
