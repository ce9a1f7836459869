"""The ACLs of a cluster as Kafka's admin protocol shows them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from handler.cloudformation import NotYet
from kafka import KafkaAdminClient
from kafka.admin import ACLOperation, ACLPermissionType, ACLResourcePatternType, ResourceType
from kafka.protocol.admin import CreateAclsRequest, DeleteAclsRequest, DescribeAclsRequest

from .binding import Binding, Codes
from .connection import ask, connect
from .failures import NotPermitted, Refused, require, translated

_AT_ONCE = 100
_NAMED_FAILURES = 3


class Acls:
    """What can be done to the ACLs of one cluster.

    Adding what is there, and removing what is gone, succeeds and does nothing: Kafka says so, and
    whoever calls relies on it when a request is repeated.

    Every method raises Refused for what the cluster refuses for good, NotPermitted for what it
    does not allow, and NotYet for what may pass. Kafka answers for each entry: some may be done
    when others are refused, and those are named.
    """

    def __init__(self, client: KafkaAdminClient) -> None:
        self._client = client

    def present(self, bindings: Iterable[Binding]) -> frozenset[Binding]:
        """Those of `bindings` that the cluster has."""
        asked = list(bindings)
        found = {
            codes
            for principal in sorted({one.principal for one in asked})
            for codes in self._entries_of(principal)
        }
        return frozenset(one for one in asked if one.codes in found)

    def add(self, bindings: Iterable[Binding]) -> None:
        """Make them entries of the cluster."""
        for batch in _batches(bindings):
            request = CreateAclsRequest(creations=[_creation(one.codes) for one in batch])
            with translated():
                answer = ask(self._client, request)
            _require_each(batch, answer.results)

    def remove(self, bindings: Iterable[Binding]) -> None:
        """Take exactly them from the cluster."""
        for batch in _batches(bindings):
            request = DeleteAclsRequest(filters=[_filter(one.codes) for one in batch])
            with translated():
                answer = ask(self._client, request)
            _require_each(batch, answer.filter_results)
            for binding, result in zip(batch, answer.filter_results, strict=True):
                _require_each([binding] * len(result.matching_acls), result.matching_acls)

    def _entries_of(self, principal: str) -> Iterator[Codes]:
        request = DescribeAclsRequest(
            resource_type_filter=ResourceType.ANY.value,
            resource_name_filter=None,
            pattern_type_filter=ACLResourcePatternType.ANY.value,
            principal_filter=principal,
            host_filter=None,
            operation=ACLOperation.ANY.value,
            permission_type=ACLPermissionType.ANY.value,
        )
        with translated():
            answer = ask(self._client, request)
            require(answer.error_code, answer.error_message)
        for resource in answer.resources:
            for acl in resource.acls:
                yield Codes(
                    resource_type=resource.resource_type,
                    resource_name=resource.resource_name,
                    pattern_type=resource.pattern_type,
                    principal=acl.principal,
                    host=acl.host,
                    operation=acl.operation,
                    permission=acl.permission_type,
                )


@contextmanager
def acls_of(bootstrap_brokers: str) -> Iterator[Acls]:
    """The ACLs of the cluster at `bootstrap_brokers`, as the function's role may change them."""
    with translated():
        client = connect(bootstrap_brokers)
    try:
        yield Acls(client)
    finally:
        client.close()


def _batches(bindings: Iterable[Binding]) -> Iterator[Sequence[Binding]]:
    ordered = sorted(bindings)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _creation(codes: Codes) -> Any:
    return CreateAclsRequest.AclCreation(
        resource_type=codes.resource_type,
        resource_name=codes.resource_name,
        resource_pattern_type=codes.pattern_type,
        principal=codes.principal,
        host=codes.host,
        operation=codes.operation,
        permission_type=codes.permission,
    )


def _filter(codes: Codes) -> Any:
    """Matches this entry and no other."""
    return DeleteAclsRequest.DeleteAclsFilter(
        resource_type_filter=codes.resource_type,
        resource_name_filter=codes.resource_name,
        pattern_type_filter=codes.pattern_type,
        principal_filter=codes.principal,
        host_filter=codes.host,
        operation=codes.operation,
        permission_type=codes.permission,
    )


def _require_each(bindings: Sequence[Binding], results: Sequence[Any]) -> None:
    """Raise for those that failed, as a whole no milder than the worst of them."""
    failed: list[tuple[Binding, NotYet | Refused]] = []
    for binding, result in zip(bindings, results, strict=True):
        try:
            with translated():
                require(result.error_code, result.error_message)
        except (NotYet, Refused) as error:
            failed.append((binding, error))
    if not failed:
        return
    named = [f"{binding}: {error}" for binding, error in failed[:_NAMED_FAILURES]]
    unnamed = len(failed) - len(named)
    reason = "; ".join(named) + (f"; and {unnamed} more" if unnamed else "")
    kinds = {type(error) for _, error in failed}
    raise next(kind for kind in (Refused, NotPermitted, NotYet) if kind in kinds)(reason)
