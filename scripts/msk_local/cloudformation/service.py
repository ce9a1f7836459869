"""The `cloudformation` service as the CDK CLI and boto3 use it."""

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from msk_local.cloudformation.callbacks import Callbacks
from msk_local.cloudformation.change_sets import ChangeSets
from msk_local.cloudformation.descriptions import (
    describe_resource,
    describe_stack,
    operation_events,
    summarize_stack,
)
from msk_local.cloudformation.errors import validation_error
from msk_local.cloudformation.execution import Execution
from msk_local.cloudformation.plan import Plan
from msk_local.cloudformation.registry import StackRegistry
from msk_local.cloudformation.requests import read_revision, read_template
from msk_local.cloudformation.stack import Stack
from msk_local.protocols.errors import ServiceError
from msk_local.protocols.query import QueryProtocol
from msk_local.server import Endpoint

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_UPDATABLE = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE"}
_STARTING = {"CreateStack", "UpdateStack", "DeleteStack", "ExecuteChangeSet", "RollbackStack"}
_PATIENCE_SECONDS = 4.0
_RESUMABLE = {"CREATE_FAILED", "UPDATE_FAILED"}


class CloudFormationService:
    """WSGI application for the SigV4 service ``cloudformation``.

    Args:
        endpoint: The local cloud the stacks are deployed to.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._protocol = QueryProtocol("cloudformation")
        self._registry = StackRegistry(endpoint)
        self._change_sets = ChangeSets()
        self._callbacks = Callbacks(endpoint)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answers one request."""
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path.startswith(Callbacks.PATH):
            return self._callbacks.take(request)
        try:
            operation, parameters = self._protocol.parse(request)
            if operation not in _OPERATIONS:
                raise ServiceError(
                    "UnsupportedOperation", f"{operation} is not available in the local cloud"
                )
            with self._registry.lock:
                result = _OPERATIONS[operation](self, parameters)
            if operation in _STARTING:
                self._wait_a_little(str(parameters.get("StackName")))
            return self._protocol.respond(operation, result)
        except ServiceError as error:
            return self._protocol.error(error)

    # Stacks

    def _create_stack(self, request: dict[str, Any]) -> dict[str, Any]:
        name = request["StackName"]
        if self._registry.living(name):
            raise ServiceError("AlreadyExistsException", f"Stack [{name}] already exists")
        revision = read_revision(request, None, self._endpoint)
        stack = self._registry.add(name)
        stack.protected = bool(request.get("EnableTerminationProtection"))
        try:
            Plan(stack, revision, self._registry, self._endpoint)
        except ServiceError:
            self._registry.forget(stack)
            raise
        self._note(stack, request)
        stack.disable_rollback = stack.disable_rollback or request.get("OnFailure") == "DO_NOTHING"
        self._start(stack, "CREATE_IN_PROGRESS", lambda execution: execution.create(revision))
        return {"StackId": stack.stack_id}

    def _update_stack(self, request: dict[str, Any]) -> dict[str, Any]:
        stack = self._updatable(request["StackName"])
        revision = read_revision(request, stack.revision, self._endpoint)
        if Plan(stack, revision, self._registry, self._endpoint).is_empty:
            raise validation_error("No updates are to be performed.")
        self._note(stack, request)
        stack.updated = datetime.now(UTC)
        self._start(stack, "UPDATE_IN_PROGRESS", lambda execution: execution.update(revision))
        return {"StackId": stack.stack_id}

    def _delete_stack(self, request: dict[str, Any]) -> dict[str, Any]:
        stack = self._registry.living(request["StackName"])
        if stack is None:
            return {}
        if stack.protected:
            raise validation_error(
                f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
            )
        self._refuse_while_working(stack)
        self._change_sets.remove_all(stack)
        retain = frozenset(request.get("RetainResources", []))
        self._start(stack, "DELETE_IN_PROGRESS", lambda execution: execution.delete(retain))
        return {}

    def _roll_back_stack(self, request: dict[str, Any]) -> dict[str, Any]:
        stack = self._registry.find(request["StackName"])
        if stack.status not in {*_RESUMABLE, "UPDATE_ROLLBACK_FAILED"}:
            raise validation_error(
                f"Stack:{stack.stack_id} is in {stack.status} state and can not be rolled back."
            )
        creating = stack.journal is None
        status = "ROLLBACK_IN_PROGRESS" if creating else "UPDATE_ROLLBACK_IN_PROGRESS"
        self._start(stack, status, Execution.roll_back)
        return {"StackId": stack.stack_id}

    def _describe_stacks(self, request: dict[str, Any]) -> dict[str, Any]:
        name = request.get("StackName")
        living = [one for one in self._registry.all() if one.deleted is None]
        stacks = [self._registry.find(name)] if name else living
        return {"Stacks": [describe_stack(stack) for stack in stacks]}

    def _list_stacks(self, request: dict[str, Any]) -> dict[str, Any]:
        wanted = request.get("StackStatusFilter")
        stacks = [one for one in self._registry.all() if not wanted or one.status in wanted]
        return {"StackSummaries": [summarize_stack(stack) for stack in stacks]}

    def _describe_stack_events(self, request: dict[str, Any]) -> dict[str, Any]:
        stack = self._registry.find(request["StackName"])
        return {"StackEvents": stack.events[::-1]}

    def _describe_events(self, request: dict[str, Any]) -> dict[str, Any]:
        name = request.get("StackName")
        if name is None or request.get("ChangeSetName"):
            return {"OperationEvents": []}
        return {"OperationEvents": operation_events(self._registry.find(name))}

    def _protect(self, request: dict[str, Any]) -> dict[str, Any]:
        stack = self._registry.find(request["StackName"])
        stack.protected = bool(request["EnableTerminationProtection"])
        return {"StackId": stack.stack_id}

    # Templates and resources

    def _get_template(self, request: dict[str, Any]) -> dict[str, Any]:
        stack = self._registry.find(request["StackName"])
        revision = stack.revision
        if request.get("ChangeSetName"):
            revision = self._change_sets.find(request["ChangeSetName"], stack).revision
        if revision is None:
            return {"TemplateBody": "{}", "StagesAvailable": ["Original", "Processed"]}
        body = revision.template.body
        return {"TemplateBody": body, "StagesAvailable": ["Original", "Processed"]}

    def _get_template_summary(self, request: dict[str, Any]) -> dict[str, Any]:
        if request.get("StackName"):
            revision = self._registry.find(request["StackName"]).revision
            if revision is None:
                raise validation_error("the stack has no template yet")
            template = revision.template
        else:
            template = read_template(request, None, self._endpoint)
        return {
            "Description": template.document.get("Description"),
            "Metadata": None,
            "ResourceTypes": sorted({one.type for one in template.resources.values()}),
            "Parameters": [
                {
                    "ParameterKey": key,
                    "ParameterType": declared.get("Type"),
                    "DefaultValue": declared.get("Default"),
                    "Description": declared.get("Description"),
                }
                for key, declared in template.section("Parameters").items()
            ],
        }

    def _list_stack_resources(self, request: dict[str, Any]) -> dict[str, Any]:
        stack = self._registry.find(request["StackName"])
        return {"StackResourceSummaries": _resources(stack)}

    def _describe_stack_resources(self, request: dict[str, Any]) -> dict[str, Any]:
        stack = self._registry.find(request["StackName"])
        wanted = request.get("LogicalResourceId")
        found = _resources(stack)
        return {
            "StackResources": [one for one in found if wanted in {None, one["LogicalResourceId"]}]
        }

    def _describe_stack_resource(self, request: dict[str, Any]) -> dict[str, Any]:
        stack, name = self._registry.find(request["StackName"]), request["LogicalResourceId"]
        if name not in stack.resources:
            raise validation_error(f"Resource {name} does not exist for stack {stack.name}")
        return {"StackResourceDetail": describe_resource(stack, name, stack.resources[name])}

    def _list_exports(self, request: dict[str, Any]) -> dict[str, Any]:
        del request
        return {
            "Exports": [
                {"ExportingStackId": stack.stack_id, "Name": name, "Value": output.value}
                for name, (stack, output) in self._registry.exports().items()
            ]
        }

    def _list_imports(self, request: dict[str, Any]) -> dict[str, Any]:
        users = self._registry.importers(request["ExportName"])
        if not users:
            raise validation_error(
                f"Export '{request['ExportName']}' is not imported by any stack."
            )
        return {"Imports": users}

    # Change sets

    def _create_change_set(self, request: dict[str, Any]) -> dict[str, Any]:
        name = request["StackName"]
        stack = self._registry.living(name)
        creates = request.get("ChangeSetType") == "CREATE"
        if creates and stack is not None and stack.status != "REVIEW_IN_PROGRESS":
            raise validation_error(
                f"Stack [{name}] already exists and cannot be created again with the changeSet "
                f"[{request['ChangeSetName']}]."
            )
        if stack is None and not creates:
            raise validation_error(f"Stack [{name}] does not exist")
        revision = read_revision(request, stack.revision if stack else None, self._endpoint)
        if stack is None:
            stack = self._registry.add(name)
            stack.turn("REVIEW_IN_PROGRESS", "User Initiated")
        elif stack.status != "REVIEW_IN_PROGRESS":
            self._updatable(name)
        try:
            plan = Plan(stack, revision, self._registry, self._endpoint)
        except ServiceError:
            if stack.status == "REVIEW_IN_PROGRESS" and not self._change_sets.of(stack):
                self._registry.forget(stack)
            raise
        self._note(stack, request)
        change_set = self._change_sets.add(
            stack, request["ChangeSetName"], revision, plan, request.get("Description")
        )
        return {"Id": change_set.change_set_id, "StackId": stack.stack_id}

    def _describe_change_set(self, request: dict[str, Any]) -> dict[str, Any]:
        name = request.get("StackName")
        stack = self._registry.find(name) if name else None
        return self._change_sets.find(request["ChangeSetName"], stack).describe()

    def _delete_change_set(self, request: dict[str, Any]) -> dict[str, Any]:
        name = request.get("StackName")
        stack = self._registry.find(name) if name else None
        try:
            self._change_sets.remove(self._change_sets.find(request["ChangeSetName"], stack))
        except ServiceError:
            return {}  # CloudFormation does not mind
        return {}

    def _list_change_sets(self, request: dict[str, Any]) -> dict[str, Any]:
        stack = self._registry.find(request["StackName"])
        return {"Summaries": [one.summary() for one in self._change_sets.of(stack)]}

    def _execute_change_set(self, request: dict[str, Any]) -> dict[str, Any]:
        name = request.get("StackName")
        stack = self._registry.find(name) if name else None
        change_set = self._change_sets.find(request["ChangeSetName"], stack)
        if change_set.execution_status != "AVAILABLE":
            raise ServiceError(
                "InvalidChangeSetStatus",
                f"ChangeSet [{change_set.name}] cannot be executed in its current status "
                f"of [{change_set.status}]",
            )
        stack, revision = change_set.stack, change_set.revision
        self._refuse_while_working(stack)
        stack.disable_rollback = bool(request.get("DisableRollback"))
        self._change_sets.remove_all(stack)
        if stack.status == "REVIEW_IN_PROGRESS":
            self._start(stack, "CREATE_IN_PROGRESS", lambda execution: execution.create(revision))
        else:
            stack.updated = datetime.now(UTC)
            self._start(stack, "UPDATE_IN_PROGRESS", lambda execution: execution.update(revision))
        return {}

    def _no_hooks(self, request: dict[str, Any]) -> dict[str, Any]:
        del request
        return {"HookResults": []}

    # What the operations share

    def _updatable(self, name: str) -> Stack:
        stack = self._registry.living(name)
        if stack is None:
            raise validation_error(f"Stack [{name}] does not exist")
        if stack.status not in _UPDATABLE | _RESUMABLE:
            raise validation_error(
                f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated."
            )
        return stack

    def _refuse_while_working(self, stack: Stack) -> None:
        if stack.working is not None and stack.working.is_alive():
            raise validation_error(
                f"Stack:{stack.stack_id} is in {stack.status} state and can not be changed now."
            )

    def _note(self, stack: Stack, request: Mapping[str, Any]) -> None:
        stack.capabilities = request.get("Capabilities", [])
        stack.notification_arns = request.get("NotificationARNs", [])
        stack.role_arn = request.get("RoleARN", stack.role_arn)
        stack.disable_rollback = bool(request.get("DisableRollback"))

    def _wait_a_little(self, stack_name: str) -> None:
        """Answers late rather than early: the CDK CLI looks at once and then every 5 seconds."""
        stack = self._registry.living(stack_name)
        if stack is not None and stack.working is not None:
            stack.working.join(_PATIENCE_SECONDS)

    def _start(self, stack: Stack, status: str, operation: Callable[[Execution], None]) -> None:
        """Begins an operation; its status shows before the request is answered."""
        stack.turn(status, "User Initiated")
        execution = Execution(stack, self._registry, self._endpoint, self._callbacks)
        stack.working = threading.Thread(
            target=operation, args=(execution,), name=f"stack-{stack.name}", daemon=True
        )
        stack.working.start()


def _resources(stack: Stack) -> list[dict[str, Any]]:
    return [describe_resource(stack, name, one) for name, one in list(stack.resources.items())]


_OPERATIONS: Mapping[str, Callable[[CloudFormationService, dict[str, Any]], dict[str, Any]]] = {
    "ContinueUpdateRollback": CloudFormationService._roll_back_stack,
    "CreateChangeSet": CloudFormationService._create_change_set,
    "CreateStack": CloudFormationService._create_stack,
    "DeleteChangeSet": CloudFormationService._delete_change_set,
    "DeleteStack": CloudFormationService._delete_stack,
    "DescribeChangeSet": CloudFormationService._describe_change_set,
    "DescribeEvents": CloudFormationService._describe_events,
    "DescribeStackEvents": CloudFormationService._describe_stack_events,
    "DescribeStackResource": CloudFormationService._describe_stack_resource,
    "DescribeStackResources": CloudFormationService._describe_stack_resources,
    "DescribeStacks": CloudFormationService._describe_stacks,
    "ExecuteChangeSet": CloudFormationService._execute_change_set,
    "GetTemplate": CloudFormationService._get_template,
    "GetTemplateSummary": CloudFormationService._get_template_summary,
    "ListChangeSets": CloudFormationService._list_change_sets,
    "ListExports": CloudFormationService._list_exports,
    "ListHookResults": CloudFormationService._no_hooks,
    "ListImports": CloudFormationService._list_imports,
    "ListStackResources": CloudFormationService._list_stack_resources,
    "ListStacks": CloudFormationService._list_stacks,
    "RollbackStack": CloudFormationService._roll_back_stack,
    "UpdateStack": CloudFormationService._update_stack,
    "UpdateTerminationProtection": CloudFormationService._protect,
}
