"""Secrets that hold users are encrypted under a customer managed key."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.intrinsics import text_at
from msk_model.rules.template.scram_secrets import scram_secrets
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-password-tutorial")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Refuse the default key of Secrets Manager, as MSK does."""
    for logical_id, secret in scram_secrets(view):
        key = text_at(secret, "KmsKeyId")
        if key is not None and not (
            isinstance(key, str) and key.endswith("alias/aws/secretsmanager")
        ):
            continue
        yield (
            logical_id,
            Finding(
                rule="scram-secret-has-customer-key",
                severity=SEVERITY,
                field="KmsKeyId",
                value=key,
                must="name a customer managed key: MSK refuses secrets under the default one",
                fix="create a symmetric KMS key and name it in KmsKeyId",
                source=SOURCE,
            ),
        )
