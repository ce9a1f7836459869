"""Runs deployed Python functions in persistent child processes, one for each lane of a function."""

import importlib.util
import io
import os
import threading
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from msk_local.functions.deployed import DeployedFunction, deployed_function
from msk_local.functions.process import FunctionProcess, InvocationResult
from msk_local.server import Endpoint

_RUNTIME_PACKAGES = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3")
_CREDENTIAL_SECONDS = 3000.0
_INHERITED = ("PATH", "LANG", "LC_ALL", "TMPDIR")


@dataclass
class _Slot:
    """The process of one function, and who may use it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    function: DeployedFunction | None = None
    process: FunctionProcess | None = None
    started: float = 0.0
    closed: bool = False
    """Whether the runner was stopped: a process that is started even so is ended at once."""


class FunctionRunner:
    """Runs functions deployed to the local cloud.

    A function sees the standard library, the packages of Lambda's own runtime and its own code;
    it acts as its role. Its output goes to ``<directory>/logs/<name>.log``, and to its log group
    if that exists.

    Args:
        endpoint: The local cloud the functions live in and talk to.
        directory: Where code is unpacked and logs are written.
        environment: Environment variables every function gets besides its own.
    """

    def __init__(
        self, endpoint: Endpoint, directory: Path, *, environment: dict[str, str] | None = None
    ) -> None:
        self._endpoint = endpoint
        self._directory = directory
        self._environment = environment or {}
        self._slots: dict[tuple[str, int], _Slot] = {}
        self._log_groups: dict[str, str] = {}
        self._lock = threading.Lock()

    def invoke(self, function: str, payload: Any, *, lane: int = 0) -> InvocationResult:
        """Runs a function once and waits for it.

        Args:
            function: Name or ARN, with or without a qualifier.
            payload: The event, anything JSON can carry.
            lane: Invocations in different lanes run at the same time, in processes of their own.

        Raises:
            ServiceError: ``ResourceNotFoundException`` for a function that does not exist,
                ``InvalidRuntimeException`` for one that is not written in Python.
        """
        deployed = deployed_function(function, self._endpoint)
        with self._lock:
            slot = self._slots.setdefault((deployed.arn, lane), _Slot())
        with slot.lock:
            return self._process(slot, deployed).invoke(payload)

    def require(self, function: str) -> None:
        """Makes sure that a function can be run.

        Raises:
            ServiceError: As `invoke` does.
        """
        deployed_function(function, self._endpoint)

    def process_ids(self, function_name: str) -> list[int]:
        """The processes in which a function runs now."""
        with self._lock:
            slots = list(self._slots.values())
        return [
            slot.process.id
            for slot in slots
            if slot.process
            and slot.process.alive
            and slot.function
            and slot.function.name == function_name
        ]

    def log_to(self, function_name: str, log_group: str) -> None:
        """Notes the log group a function was configured with."""
        self._log_groups[function_name] = log_group

    def stop(self) -> None:
        """Ends every child process."""
        with self._lock:
            slots, self._slots = list(self._slots.values()), {}
        for slot in slots:
            slot.closed = True
            if slot.process is not None:
                slot.process.stop()

    def _process(self, slot: _Slot, function: DeployedFunction) -> FunctionProcess:
        """The process that runs exactly this function, with credentials that last."""
        stale = time.monotonic() - slot.started > _CREDENTIAL_SECONDS
        if slot.process and slot.process.alive and slot.function == function and not stale:
            return slot.process
        if slot.process:
            slot.process.stop()
        slot.process = FunctionProcess(
            function,
            code=self._unpacked(function),
            runtime=self._runtime(),
            environment=self._variables(function),
            log=lambda text: self._log(function.name, text),
        )
        slot.function, slot.started = function, time.monotonic()
        if slot.closed:
            slot.process.stop()
        return slot.process

    def _unpacked(self, function: DeployedFunction) -> Path:
        target = self._directory / "code" / function.code_digest.replace("/", "_")
        with self._lock:  # of lanes that begin together, one unpacks
            if not target.exists():
                half = target.with_suffix(".part")
                with zipfile.ZipFile(io.BytesIO(function.code)) as archive:
                    archive.extractall(half)
                half.rename(target)
        return target

    def _runtime(self) -> Path:
        """A folder with nothing but the packages Lambda's runtime brings along."""
        folder = self._directory / "runtime"
        with self._lock:
            if not folder.exists():
                folder.mkdir(parents=True)
                for name in _RUNTIME_PACKAGES:
                    spec = importlib.util.find_spec(name)
                    assert spec is not None and spec.origin is not None  # noqa: PT018, S101 boto3 needs each of them
                    origin = Path(spec.origin)
                    source = origin.parent if origin.name == "__init__.py" else origin
                    (folder / source.name).symlink_to(source)
        return folder

    def _variables(self, function: DeployedFunction) -> dict[str, str]:
        credentials = self._endpoint.client("sts").assume_role(
            RoleArn=function.role, RoleSessionName=function.name[:64]
        )["Credentials"]
        region = self._endpoint.region
        return {
            **{key: os.environ[key] for key in _INHERITED if key in os.environ},
            **self._environment,
            **function.environment,
            "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
            "AWS_SESSION_TOKEN": credentials["SessionToken"],
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            "AWS_ENDPOINT_URL": self._endpoint.url,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
            "AWS_LAMBDA_FUNCTION_NAME": function.name,
            "AWS_LAMBDA_FUNCTION_VERSION": function.version,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mib),
            "AWS_LAMBDA_LOG_GROUP_NAME": self._log_group(function.name),
            "AWS_LAMBDA_LOG_STREAM_NAME": _stream(function.name),
            "LAMBDA_TASK_ROOT": str(self._unpacked(function)),
            "NO_PROXY": "127.0.0.1,localhost",
            "TZ": ":UTC",
            "_HANDLER": function.handler,
        }

    def _log_group(self, name: str) -> str:
        return self._log_groups.get(name, f"/aws/lambda/{name}")

    def _log(self, name: str, text: str) -> None:
        file = self._directory / "logs" / f"{name}.log"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as stream:
            stream.write(text)
        try:
            self._put_log_events(name, text)
        except (BotoCoreError, ClientError):
            return  # the file has it; a function does not fail because its logs do not arrive

    def _put_log_events(self, name: str, text: str) -> None:
        logs, group, stream = self._endpoint.client("logs"), self._log_group(name), _stream(name)
        where = {"logGroupName": group, "logStreamName": stream}
        with suppress(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_stream(**where)
        now = int(datetime.now(UTC).timestamp() * 1000)
        events = [{"timestamp": now, "message": line} for line in text.splitlines() if line]
        logs.put_log_events(**where, logEvents=events)


def _stream(name: str) -> str:
    return f"{datetime.now(UTC):%Y/%m/%d}/{name}[$LATEST]local"
