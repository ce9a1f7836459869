"""The five calls a sink makes, in memory: as moto answers them and a hundred times as fast."""

import io
import types
from typing import Any

from botocore.exceptions import ClientError


def refusal(operation: str, status: int, code: str) -> ClientError:
    """An error as boto3 raises it."""
    answer = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, operation)


class MemoryS3:
    """Objects that are written once.

    Args:
        may_list: Whether the caller may list the bucket, so that it learns what is not there.
    """

    def __init__(self, *, may_list: bool = False) -> None:
        self._may_list = may_list
        self.objects: dict[str, tuple[bytes, dict[str, str]]] = {}

    def put_object(self, **call: Any) -> None:
        if call.get("IfNoneMatch") == "*" and call["Key"] in self.objects:
            raise refusal("PutObject", 412, "PreconditionFailed")
        self.objects[call["Key"]] = (call["Body"], call.get("Metadata", {}))

    def head_object(self, **call: Any) -> dict[str, Any]:
        if call["Key"] not in self.objects:
            raise refusal("HeadObject", *((404, "404") if self._may_list else (403, "403")))
        return {"Metadata": self.objects[call["Key"]][1]}

    def get_object(self, **call: Any) -> dict[str, Any]:
        if call["Key"] not in self.objects:
            answer = (404, "NoSuchKey") if self._may_list else (403, "AccessDenied")
            raise refusal("GetObject", *answer)
        body, metadata = self.objects[call["Key"]]
        return {"Body": io.BytesIO(body), "Metadata": metadata}


class ConditionalCheckFailedError(ClientError):
    """A condition of a write did not hold."""

    def __init__(self, operation: str) -> None:
        code = {"Code": "ConditionalCheckFailedException"}
        super().__init__({"Error": code, "ResponseMetadata": {"HTTPStatusCode": 400}}, operation)


class MemoryDynamoDB:
    """One table with the keys `chain` and `place`."""

    exceptions = types.SimpleNamespace(ConditionalCheckFailedException=ConditionalCheckFailedError)

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], dict[str, Any]] = {}

    def put_item(self, **call: Any) -> None:
        key = (call["Item"]["chain"]["S"], call["Item"]["place"]["S"])
        if call["ConditionExpression"] == "attribute_not_exists(chain)" and key in self.items:
            raise ConditionalCheckFailedError("PutItem")
        self.items[key] = dict(call["Item"])

    def update_item(self, **call: Any) -> None:
        key = (call["Key"]["chain"]["S"], call["Key"]["place"]["S"])
        if key not in self.items:
            raise ConditionalCheckFailedError("UpdateItem")
        for assignment in call["UpdateExpression"].removeprefix("SET ").split(", "):
            name, value = assignment.split(" = ")
            self.items[key][name] = call["ExpressionAttributeValues"][value]

    def query(self, **call: Any) -> dict[str, Any]:
        values = call["ExpressionAttributeValues"]
        chain, low, high = (values[name]["S"] for name in (":chain", ":low", ":high"))
        before = call.get("ExclusiveStartKey", {}).get("place", {}).get("S", "~~")
        found = sorted(
            (
                place
                for c, place in self.items
                if c == chain and low <= place <= high and place < before
            ),
            reverse=True,
        )
        answer: dict[str, Any] = {
            "Items": [dict(self.items[chain, p]) for p in found[: call["Limit"]]]
        }
        if len(found) > call["Limit"]:
            answer["LastEvaluatedKey"] = {
                "chain": {"S": chain},
                "place": {"S": found[call["Limit"] - 1]},
            }
        return answer
