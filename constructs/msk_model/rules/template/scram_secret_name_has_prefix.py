"""The names of secrets that hold users begin with AmazonMSK_."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.intrinsics import HOLE, branches, text_of
from msk_model.rules.template.scram_secrets import scram_secrets
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-password-tutorial")

_PREFIX = "AmazonMSK_"


def rule(view: TemplateView) -> Iterator[Placed]:
    """Refuse what MSK refuses to associate."""
    for logical_id, secret in scram_secrets(view):
        for written in list(branches(secret.get("Name"))) or [None]:
            name = text_of(written)
            if written is not None and name is None:
                continue
            known = (name or "").partition(HOLE)[0]
            if name is not None and (
                known.startswith(_PREFIX) or (HOLE in name and _PREFIX.startswith(known))
            ):
                continue
            yield (
                logical_id,
                Finding(
                    rule="scram-secret-name-has-prefix",
                    severity=SEVERITY,
                    field="Name",
                    value=name,
                    must="begin with AmazonMSK_, or MSK does not associate the secret",
                    fix=f"call it {_PREFIX}{name or '<user>'}".replace(HOLE, "…"),
                    source=SOURCE,
                ),
            )
