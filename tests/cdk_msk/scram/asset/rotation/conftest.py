"""The rotation function as Lambda loads it, over Secrets Manager and a cluster in memory."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from itertools import count
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import cdk_msk

_PACKAGE = "scram_rotation_function"
_FOLDER = Path(cdk_msk.__file__).parent / "scram" / "asset" / "rotation"
CLIENT = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:client-0a1b2c"
PREFIX = "AmazonMSK_demo_"
BROKERS = "b-1.demo:9096,b-2.demo:9096,b-3.demo:9096"
STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")


class Died(BaseException):
    """The function was stopped, where it was."""


class NotFoundError(Exception):
    """Secrets Manager's ResourceNotFoundException."""


class ExistsError(Exception):
    """Secrets Manager's ResourceExistsException."""


class InvalidError(Exception):
    """Secrets Manager's InvalidParameterException."""


@pytest.fixture(scope="session")
def load() -> Callable[[str], ModuleType]:
    """Loads a module of the asset, from its file and without the library around it."""
    spec = spec_from_file_location(
        _PACKAGE, _FOLDER / "__init__.py", submodule_search_locations=[str(_FOLDER)]
    )
    package = module_from_spec(spec)
    sys.modules[_PACKAGE] = package
    spec.loader.exec_module(package)
    return lambda name: import_module(f"{_PACKAGE}.{name}")


@dataclass
class Secret:
    """The versions of a secret, and which of them has which label."""

    values: dict[str, str | None]
    labels: dict[str, str]
    rotates: bool = False


@dataclass
class World:
    """Secrets Manager, the brokers, and time; everything happens in one of its calls.

    Attributes:
        learning: Seconds the brokers take to learn a password.
        fault: Called before and after each call to AWS with the call's name; it may raise.
        known: The passwords that brokers accept.
        history: The calls to AWS, in order.
    """

    learning: float = 0
    now: float = 0
    fault: Callable[[str, str], None] = lambda call, when: None
    secrets: dict[str, Secret] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    coming: list[tuple[float, str, str]] = field(default_factory=list)
    down: set[str] = field(default_factory=set)
    history: list[str] = field(default_factory=list)
    watching: bool = False
    exceptions = SimpleNamespace(
        ResourceNotFoundException=NotFoundError, ResourceExistsException=ExistsError
    )
    _ids: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        """A client with two users, of whom the first one is in use."""
        for username in ("orders", "orders-alternate"):
            first = json.dumps({"username": username, "password": f"first of {username}"})
            self.secrets[PREFIX + username] = Secret({"v": first}, {"AWSCURRENT": "v"})
            self.known[username] = f"first of {username}"
        value = self.secrets[f"{PREFIX}orders"].values["v"]
        self.secrets[CLIENT] = Secret({"v": value}, {"AWSCURRENT": "v"}, rotates=True)
        self.watching = True

    # What clients and brokers see.

    @property
    def current(self) -> tuple[str, str]:
        """What clients read now."""
        secret = self.secrets[CLIENT]
        content = json.loads(secret.values[secret.labels["AWSCURRENT"]])
        return content["username"], content["password"]

    @property
    def works(self) -> bool:
        """Whether a client that reads the secret now can sign in."""
        username, password = self.current
        return self.known.get(username) == password

    def refusal(self, address: str, credentials: Any) -> str | None:
        if address in self.down:
            return f"{address}: ConnectionRefusedError"
        accepted = self.known.get(credentials.username) == credentials.password
        return None if accepted else f"{address}: Refused: invalid credentials"

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for due, username, password in [one for one in self.coming if one[0] <= self.now]:
            self.known[username] = password
            self.coming.remove((due, username, password))
        self._watch()

    # Secrets Manager, as far as the function uses it, and strict.

    def describe_secret(self, *, SecretId: str) -> dict:  # noqa: N803
        with_labels: dict[str, list[str]] = {}
        secret = self._secret("describe_secret", SecretId)
        for label, version in secret.labels.items():
            with_labels.setdefault(version, []).append(label)
        answer = {"RotationEnabled": secret.rotates, "VersionIdsToStages": with_labels}
        return self._after("describe_secret", answer)

    def get_secret_value(
        self,
        *,
        SecretId: str,  # noqa: N803
        VersionStage: str,  # noqa: N803
        VersionId: str | None = None,  # noqa: N803
    ) -> dict:
        secret = self._secret("get_secret_value", SecretId)
        version = secret.labels.get(VersionStage)
        known = version is not None and VersionId in {None, version}
        answer = {"SecretString": secret.values[version] if known else None}
        self._after("get_secret_value", answer)
        if answer["SecretString"] is None:
            raise NotFoundError("Secrets Manager can't find the specified secret value")
        return answer

    def put_secret_value(
        self,
        *,
        SecretId: str,  # noqa: N803
        SecretString: str,  # noqa: N803
        ClientRequestToken: str | None = None,  # noqa: N803
        VersionStages: tuple = ("AWSCURRENT",),  # noqa: N803
    ) -> dict:
        secret = self._secret("put_secret_value", SecretId)
        version = ClientRequestToken or f"version-{next(self._ids)}"
        if secret.values.get(version) not in {None, SecretString}:
            raise ExistsError("that value is already in use for a version")
        secret.values[version] = SecretString
        for label in VersionStages:
            self._move(secret, label, version)
        if SecretId.startswith(PREFIX):
            content = json.loads(SecretString)
            due = max([self.now + self.learning, *(one[0] for one in self.coming)])
            self.coming.append((due, content["username"], content["password"]))
            self.sleep(0)
        return self._after("put_secret_value", {})

    def update_secret_version_stage(
        self,
        *,
        SecretId: str,  # noqa: N803
        VersionStage: str,  # noqa: N803
        MoveToVersionId: str,  # noqa: N803
        RemoveFromVersionId: str,  # noqa: N803
    ) -> dict:
        secret = self._secret("update_secret_version_stage", SecretId)
        if secret.labels.get(VersionStage) != RemoveFromVersionId:
            raise InvalidError(f"{VersionStage} is not attached to {RemoveFromVersionId}")
        self._move(secret, VersionStage, MoveToVersionId)
        return self._after("update_secret_version_stage", {})

    # Secrets Manager, as far as it calls the function.

    def begin(self) -> str:
        """A new version is to become the current one; returns its token."""
        secret, token = self.secrets[CLIENT], f"token-{next(self._ids)}"
        secret.values[token] = None
        secret.labels["AWSPENDING"] = token
        return token

    def _move(self, secret: Secret, label: str, version: str) -> None:
        if label == "AWSCURRENT":
            secret.labels["AWSPREVIOUS"] = secret.labels["AWSCURRENT"]
        secret.labels[label] = version

    def _secret(self, call: str, secret_id: str) -> Secret:
        self._watch()
        self.fault(call, "before")
        self.history.append(call)
        if secret_id not in self.secrets:
            raise NotFoundError("Secrets Manager can't find the specified secret")
        return self.secrets[secret_id]

    def _after(self, call: str, answer: dict) -> dict:
        self._watch()
        self.fault(call, "after")
        return answer

    def _watch(self) -> None:
        """The promise: at every moment, what clients read is what brokers accept."""
        assert not self.watching or self.works


@dataclass
class Function:
    """The rotation function in a world."""

    world: World
    index: ModuleType

    def step(self, step: str, token: str, *, seconds: float = 900) -> None:
        """One invocation, which may take this long."""
        end = self.world.now + seconds
        context = SimpleNamespace(
            get_remaining_time_in_millis=lambda: int((end - self.world.now) * 1000)
        )
        event = {"Step": step, "SecretId": CLIENT, "ClientRequestToken": token}
        self.index.handle(event, context)

    def rotate(self, token: str | None = None, **how: Any) -> str:
        """All four steps."""
        token = token or self.world.begin()
        for step in STEPS:
            self.step(step, token, **how)
        return token


@pytest.fixture
def in_world(load, monkeypatch) -> Callable[[World], Function]:
    """Puts the function into a world."""
    index = load("index")
    monkeypatch.setenv("BOOTSTRAP_BROKERS", BROKERS)
    monkeypatch.setenv("SECRET_PREFIX", PREFIX)

    def put(world: World) -> Function:
        monkeypatch.setattr(index, "boto3", SimpleNamespace(client=lambda name: world))
        monkeypatch.setattr(index, "refusal", world.refusal)
        monkeypatch.setattr(index, "time", SimpleNamespace(sleep=world.sleep))
        return Function(world, index)

    return put


@pytest.fixture
def world() -> World:
    """A world whose brokers learn at once."""
    return World()


@pytest.fixture
def function(in_world, world) -> Function:
    """The function in that world."""
    return in_world(world)


@pytest.fixture(scope="session")
def new_world() -> type[World]:
    """Makes worlds."""
    return World


@pytest.fixture(scope="session")
def died() -> type[Died]:
    """What ends an invocation in the middle."""
    return Died
