"""SCRAM users: secrets associated with a cluster, each accepted or refused by itself.

https://docs.aws.amazon.com/msk/latest/developerguide/msk-password-limitations.html
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msk_local.msk.account import Account, Secret
from msk_local.msk.errors import bad_request, not_active
from msk_local.msk.page import page
from msk_local.msk.state import Cluster, Store

_PREFIX: Final = "AmazonMSK_"
_MAXIMUM_PER_CALL: Final = 10
_MAXIMUM_PER_CLUSTER: Final = 1000
_SERVICE_PRINCIPAL: Final = "kafka.amazonaws.com"

_WRONG_PREFIX = (
    "The provided secret arn cannot be used with Amazon MSK."
    f" Secret names must have the prefix '{_PREFIX}'"
)
_NO_ACCESS = "Amazon MSK wasn't able to access the provided secret."
_DEFAULT_KEY = (
    "The provided secret is encrypted with the default Secrets Manager key."
    " Use a customer managed symmetric KMS key."
)
_WRONG_CONTENT = 'The provided secret must be JSON of the form {"username": …, "password": …}.'


class ScramSecrets:
    """The SCRAM operations of the API."""

    def __init__(self, store: Store, account: Account) -> None:
        self._store = store
        self._account = account

    def associate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """BatchAssociateScramSecret."""
        arns: Sequence[str] = parameters["SecretArnList"]
        cluster = self._scram_cluster(parameters)
        if len(cluster.scram_secrets) + len(arns) > _MAXIMUM_PER_CLUSTER:
            raise bad_request(
                f"A cluster can have up to {_MAXIMUM_PER_CLUSTER} users.",
                parameter="secretArnList",
            )
        unprocessed = []
        with self._store.lock:
            for arn in arns:
                refusal = self._refusal(cluster, arn)
                if refusal is not None:
                    unprocessed.append(_unprocessed(arn, *refusal))
                elif arn not in cluster.scram_secrets:
                    cluster.scram_secrets.append(arn)
        return {"ClusterArn": cluster.arn, "UnprocessedScramSecrets": unprocessed}

    def disassociate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """BatchDisassociateScramSecret."""
        cluster = self._scram_cluster(parameters)
        unprocessed = []
        with self._store.lock:
            for arn in parameters["SecretArnList"]:
                if arn in cluster.scram_secrets:
                    cluster.scram_secrets.remove(arn)
                else:
                    message = "The provided secret is not associated with the cluster."
                    unprocessed.append(_unprocessed(arn, "InvalidSecretArn", message))
        return {"ClusterArn": cluster.arn, "UnprocessedScramSecrets": unprocessed}

    def list_secrets(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListScramSecrets."""
        cluster = self._store.cluster(parameters)
        return page(parameters, cluster.scram_secrets, "SecretArnList")

    def _scram_cluster(self, parameters: Mapping[str, Any]) -> Cluster:
        cluster = self._store.cluster(parameters)
        if len(parameters["SecretArnList"]) > _MAXIMUM_PER_CALL:
            raise bad_request(
                f"The list can have up to {_MAXIMUM_PER_CALL} secrets.",
                parameter="secretArnList",
            )
        if not cluster.brokers["ClientAuthentication"]["Sasl"]["Scram"]["Enabled"]:
            raise bad_request("SASL/SCRAM authentication is not enabled on the cluster.")
        if cluster.state != "ACTIVE":
            raise not_active()
        return cluster

    def _refusal(self, cluster: Cluster, arn: str) -> tuple[str, str] | None:
        """Error code and message of a secret MSK does not take, or nothing."""
        secret = self._account.secret(arn)
        if secret is None:
            return "InvalidSecretArn", _NO_ACCESS
        if not secret.name.startswith(_PREFIX):
            return "InvalidSecretArn", _WRONG_PREFIX
        if not self._account.is_customer_key(secret.kms_key_id):
            return "InvalidSecretArn", _DEFAULT_KEY
        if not self._readable(arn, secret):
            return "InvalidSecretArn", _NO_ACCESS
        return self._value_refusal(cluster, arn, secret)

    def _value_refusal(self, cluster: Cluster, arn: str, secret: Secret) -> tuple[str, str] | None:
        credentials = read_credentials(secret.value)
        if credentials is None:
            return "InvalidSecretValue", _WRONG_CONTENT
        username, _ = credentials
        if self._name_taken(cluster, arn, username):
            return "InvalidSecretValue", f"The user {username} is already associated."
        return None

    def _readable(self, arn: str, secret: Secret) -> bool:
        if secret.policy is None:
            self._account.attach_secret_policy(arn, _msk_policy(arn))
            return True
        return _lets_msk_read(secret.policy)

    def _name_taken(self, cluster: Cluster, arn: str, username: str) -> bool:
        others = (self._account.secret(other) for other in cluster.scram_secrets if other != arn)
        names = (read_credentials(secret.value) for secret in others if secret is not None)
        return any(name is not None and name[0] == username for name in names)


def read_credentials(value: str | None) -> tuple[str, str] | None:
    """User name and password of a secret's string; none when it does not hold both."""
    try:
        content = json.loads(value or "")
    except ValueError:
        return None
    if not isinstance(content, dict):
        return None
    username, password = content.get("username"), content.get("password")
    if not (isinstance(username, str) and isinstance(password, str) and username and password):
        return None
    return username, password


def _unprocessed(arn: str, code: str, message: str) -> dict[str, str]:
    return {"SecretArn": arn, "ErrorCode": code, "ErrorMessage": message}


def _msk_policy(arn: str) -> dict[str, Any]:
    statement = {
        "Sid": "AWSKafkaResourcePolicy",
        "Effect": "Allow",
        "Principal": {"Service": _SERVICE_PRINCIPAL},
        "Action": "secretsmanager:getSecretValue",
        "Resource": arn,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _lets_msk_read(policy: Mapping[str, Any]) -> bool:
    statements = policy.get("Statement", [])
    statements = statements if isinstance(statements, list) else [statements]
    about_msk = [s for s in statements if _names_msk(s) and _is_about_reading(s)]
    effects = {statement["Effect"] for statement in about_msk}
    return effects == {"Allow"}


def _names_msk(statement: Mapping[str, Any]) -> bool:
    principal = statement.get("Principal")
    if not isinstance(principal, dict):
        return False
    return _SERVICE_PRINCIPAL in _as_list(principal.get("Service", []))


def _is_about_reading(statement: Mapping[str, Any]) -> bool:
    actions = {action.lower() for action in _as_list(statement.get("Action", []))}
    reading = {"secretsmanager:getsecretvalue", "secretsmanager:get*", "secretsmanager:*", "*"}
    return bool(actions & reading)


def _as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
