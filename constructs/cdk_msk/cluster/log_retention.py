"""How long logs are kept, in days."""

from collections.abc import Mapping

from aws_cdk import aws_logs as logs

_WORDS = logs.RetentionDays
_DAYS: Mapping[logs.RetentionDays, int] = {
    _WORDS.ONE_DAY: 1,
    _WORDS.THREE_DAYS: 3,
    _WORDS.FIVE_DAYS: 5,
    _WORDS.ONE_WEEK: 7,
    _WORDS.TWO_WEEKS: 14,
    _WORDS.ONE_MONTH: 30,
    _WORDS.TWO_MONTHS: 60,
    _WORDS.THREE_MONTHS: 90,
    _WORDS.FOUR_MONTHS: 120,
    _WORDS.FIVE_MONTHS: 150,
    _WORDS.SIX_MONTHS: 180,
    _WORDS.ONE_YEAR: 365,
    _WORDS.THIRTEEN_MONTHS: 400,
    _WORDS.EIGHTEEN_MONTHS: 545,
    _WORDS.TWO_YEARS: 731,
    _WORDS.THREE_YEARS: 1096,
    _WORDS.FIVE_YEARS: 1827,
    _WORDS.SIX_YEARS: 2192,
    _WORDS.SEVEN_YEARS: 2557,
    _WORDS.EIGHT_YEARS: 2922,
    _WORDS.NINE_YEARS: 3288,
    _WORDS.TEN_YEARS: 3653,
}
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""


def retention_days(retention: logs.RetentionDays) -> int | None:
    """The days a retention stands for; None: for ever."""
    return _DAYS.get(retention)
