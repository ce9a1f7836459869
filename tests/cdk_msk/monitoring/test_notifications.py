"""Who is told."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from cdk_msk.monitoring import OpsItems
from cdk_msk.monitoring.notifications import Notifications


def test_tickets_go_to_the_only_topic_there_is():
    """Without a topic of their own they are told where pages are."""
    stack = cdk.Stack()
    pages, tickets = sns.Topic(stack, "Pages"), sns.Topic(stack, "Tickets")
    one = Notifications(alarm_topic=pages)
    both = Notifications(alarm_topic=pages, ticket_topic=tickets)

    assert one.told("ticket") == one.told("page") == [pages.topic_arn]
    assert both.told("ticket") == [tickets.topic_arn]
    assert Notifications().done("page", stack) is None


def test_items_of_opscenter_are_filed():
    """By severity and category, in the account and Region of the alarm."""
    stack = cdk.Stack(
        cdk.App(), "Stack", env=cdk.Environment(account="123456789012", region="eu-west-1")
    )
    notifications = Notifications(ops_items=OpsItems())
    (page,) = notifications.done("page", stack)

    assert page.endswith(":ssm:eu-west-1:123456789012:opsitem:2#CATEGORY=Availability")
    assert notifications.done("ticket", stack)[0].endswith("opsitem:4#CATEGORY=Availability")
    assert Notifications(ops_items=OpsItems(page=None)).done("page", stack) is None


@pytest.mark.parametrize("severity", [0, 5])
def test_rejects_severities_opscenter_does_not_have(severity: int):
    """There are four."""
    with pytest.raises(ValueError, match="ticket must be a severity of OpsCenter, 1 to 4"):
        OpsItems(ticket=severity)
