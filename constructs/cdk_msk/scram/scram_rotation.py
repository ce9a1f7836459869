"""How often a password changes."""

from dataclasses import dataclass, field

import aws_cdk as cdk

_LEAST_HOURS = 4
_MOST_DAYS = 999


def _thirty_days() -> cdk.Duration:
    return cdk.Duration.days(30)


@dataclass(frozen=True, kw_only=True)
class ScramRotation:
    """The password of a `ScramUser` changes by itself.

    Kafka knows one password for each user, and MSK takes up to ten minutes to learn a new one: were
    it changed in place, nobody could sign in meanwhile. Therefore the client has two Kafka users
    that take turns, ``orders`` and ``orders-alternate``. A rotation gives a new password to the one
    that is not in use, waits until every broker accepts it, and then shows it to clients. What they
    have read before works until the next rotation.

    A client must read the secret again when it cannot sign in. One that does need not do anything
    else; one that reads it only when it starts has to be started once in each period.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-password-users.html
    https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html

    Attributes:
        every: The period, whole hours from 4 hours to 999 days, counted from the last rotation.
            Absent: 30 days. The first rotation comes at the end of the first period.
    """

    every: cdk.Duration = field(default_factory=_thirty_days)

    def __post_init__(self) -> None:
        """Refuse what Secrets Manager would refuse.

        Raises:
            ValueError: The period is no whole number of hours, or out of bounds.
        """
        hours = self.every.to_hours(integral=False)
        if hours != int(hours) or not _LEAST_HOURS <= hours <= _MOST_DAYS * 24:
            raise ValueError(
                f"ScramRotation: every must be whole hours from {_LEAST_HOURS} hours to "
                f"{_MOST_DAYS} days, got {self.every.to_human_string()}"
            )

    @property
    def schedule_expression(self) -> str:
        """The period as Secrets Manager writes it: ``rate(30 days)``."""
        days, hours = divmod(int(self.every.to_hours()), 24)
        if hours:
            return f"rate({days * 24 + hours} hours)"
        return f"rate({days} day{'s' if days > 1 else ''})"
