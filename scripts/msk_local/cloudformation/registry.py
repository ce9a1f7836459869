"""All stacks of the local cloud, and what they export to each other."""

import threading
import uuid

from msk_local.cloudformation.errors import validation_error
from msk_local.cloudformation.stack import Output, Stack
from msk_local.server import Endpoint


class StackRegistry:
    """Finds stacks by name or id and exports by name."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._stacks: dict[str, Stack] = {}
        self.lock = threading.RLock()

    def all(self) -> list[Stack]:
        """Every stack there ever was, oldest first."""
        return list(self._stacks.values())

    def add(self, name: str) -> Stack:
        """A new stack that has nothing yet."""
        arn = f"arn:aws:cloudformation:{self._endpoint.region}:{self._endpoint.account}"
        stack = Stack(name, f"{arn}:stack/{name}/{uuid.uuid4()}")
        self._stacks[stack.stack_id] = stack
        return stack

    def forget(self, stack: Stack) -> None:
        """Removes every trace of a stack that never had resources."""
        self._stacks.pop(stack.stack_id, None)

    def living(self, name_or_id: str) -> Stack | None:
        """The stack with this name or id that has not been deleted."""
        for stack in self._stacks.values():
            if name_or_id in {stack.name, stack.stack_id} and stack.deleted is None:
                return stack
        return None

    def find(self, name_or_id: str) -> Stack:
        """The living stack with this name, or the stack with this id even if it was deleted.

        Raises:
            ServiceError: ``ValidationError``, worded as the CDK CLI expects it.
        """
        stack = self.living(name_or_id) or self._stacks.get(name_or_id)
        if stack is None:
            raise validation_error(f"Stack with id {name_or_id} does not exist")
        return stack

    def exports(self) -> dict[str, tuple[Stack, Output]]:
        """Every export by its name."""
        return {
            output.export: (stack, output)
            for stack in self.all()
            if stack.deleted is None
            for output in stack.outputs
            if output.export
        }

    def importers(self, export: str) -> list[str]:
        """The names of the living stacks that import `export`."""
        return [
            stack.name for stack in self.all() if stack.deleted is None and export in stack.imports
        ]
