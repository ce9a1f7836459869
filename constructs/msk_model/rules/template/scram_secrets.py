"""The secrets in a template that hold users of clusters."""

from collections.abc import Iterator, Mapping

from msk_model.intrinsics import members, referred_to
from msk_model.resource import properties_of
from msk_model.rules.template.view import Resource, TemplateView


def scram_secrets(view: TemplateView) -> Iterator[Resource]:
    """Each secret of the template that is associated with a cluster, once."""
    seen: set[str] = set()
    for _, association in view.of_type("AWS::MSK::BatchScramSecret"):
        for arn in members(association.get("SecretArnList")):
            logical_id = referred_to(arn) or ""
            secret: Mapping[str, object] = view.resources.get(logical_id, {})
            if secret.get("Type") == "AWS::SecretsManager::Secret" and logical_id not in seen:
                seen.add(logical_id)
                yield logical_id, properties_of(secret)
