"""The role Lambda acts as; simulated services do not ask what it may do, so that we must."""

import json
from collections.abc import Mapping
from typing import Final

from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from msk_local.event_source_mapping.problem import ProblemError
from msk_local.kafka import Identities
from msk_local.kafka.access.policy import Decision, decide
from msk_local.server import Endpoint

_SESSION_NAME: Final = "awslambda-event-source-mapping"


class ExecutionRole:
    """The execution role of a function.

    Args:
        endpoint: The local cloud.
        identities: Knows the policies of the role.
        function_arn: Whose role.
    """

    def __init__(self, endpoint: Endpoint, identities: Identities, function_arn: str) -> None:
        self._endpoint = endpoint
        self._identities = identities
        function = endpoint.client("lambda").get_function(FunctionName=function_arn)
        self._arn = function["Configuration"]["Role"]

    def credentials(self) -> Credentials:
        """New temporary credentials."""
        sts = self._endpoint.client("sts")
        keys = sts.assume_role(RoleArn=self._arn, RoleSessionName=_SESSION_NAME)["Credentials"]
        return Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])

    def require(self, action: str, resource: str) -> None:
        """Refuse what the role may not do; simulated services do not ask.

        Raises:
            ProblemError: No policy of the role allows the action.
        """
        identity = self._identities.iam_identity(self.credentials().access_key)
        statements = identity.statements if identity is not None else ()
        if decide(statements, action, resource) is not Decision.ALLOWED:
            raise ProblemError.not_allowed(action)

    def secret(self, arn: str) -> Mapping[str, str]:
        """The content of a secret, read with the role's permissions."""
        self.require("secretsmanager:GetSecretValue", arn)
        try:
            answer = self._endpoint.client("secretsmanager").get_secret_value(SecretId=arn)
            content = json.loads(answer["SecretString"])
        except (ClientError, KeyError, ValueError) as error:
            raise ProblemError.credentials() from error
        if not isinstance(content, dict):
            raise ProblemError.credentials()
        return content
