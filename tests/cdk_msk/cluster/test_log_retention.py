"""Days of retention."""

from aws_cdk import aws_logs as logs

from cdk_msk.cluster.log_retention import retention_days


def test_every_retention_is_known():
    """Only INFINITE has no days, and days grow with the words."""
    days = [retention_days(one) for one in logs.RetentionDays]
    assert days[-1] is None
    assert days[:-1] == sorted(day for day in days if day)
