"""What a rule says about a shape."""

import enum
from dataclasses import dataclass


class Severity(enum.Enum):
    """How bad a finding is."""

    ERROR = "error"
    """MSK or CloudFormation would refuse it, or data would be lost."""
    WARNING = "warning"
    """It deploys, and somebody will be sorry."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One rule broken by one shape.

    Attributes:
        rule: Id of the rule, the name of its module with dashes: ``express-needs-three-zones``.
        severity: Whether it stops a deployment.
        field: Field of the shape the finding is about; `msk_model.shape.names` translates it into
            the argument of a construct or the property of a CloudFormation resource. Of a rule
            about a whole template: the path of the property itself.
        value: What was found there.
        must: The rule as a phrase that completes "<argument> must …".
        fix: What to do about it, in the imperative.
        source: Address of the page that decides the rule.
    """

    rule: str
    severity: Severity
    field: str
    value: object
    must: str
    fix: str
    source: str

    def message(self, *, where: str, name: str) -> str:
        """The finding as one line: ``<where>: <name> must <rule>, got <value>; <fix>``."""
        return f"{where}: {name} must {self.must}, got {self.value!r}; {self.fix}"
