"""The local cloud as one thing that is started and stopped."""

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

import boto3
from moto.core.models import DEFAULT_ACCOUNT_ID

from msk_local.cloudformation import CloudFormationService
from msk_local.environment import local_environment, local_variables
from msk_local.event_source_mapping import EventSourceMappings
from msk_local.functions import FunctionRunner, LambdaService
from msk_local.identities import AccountIdentities
from msk_local.inventory import remaining
from msk_local.kafka import BrokerSoftware, CertificateAuthority, KafkaCluster
from msk_local.metrics import MetricsPublisher
from msk_local.moto_gaps import SecretRotation
from msk_local.msk import MskService
from msk_local.server import Endpoint, LocalServer
from msk_local.session import LocalSession

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class LocalCloud:
    """AWS as far as the CDK CLI, Amazon MSK and its neighbours need it, on this machine alone.

    A context manager; what it started is gone when it is left, also by an exception or SIGTERM.

    Args:
        directory: Where brokers, functions and certificates keep their files. Absent: a temporary
            one that is removed at the end.
        account: Account id everything lives in.
        region: Region everything lives in.
        broker: ``apache``, ``embedded`` or ``auto``. Absent: what ``MSK_LOCAL_BROKER`` says.

    Raises:
        ValueError: `broker` is no such word, or names software that is not installed.
    """

    def __init__(
        self,
        directory: Path | None = None,
        *,
        account: str = "123456789012",
        region: str = "us-east-1",
        broker: str | None = None,
    ) -> None:
        chosen = os.environ if broker is None else {"MSK_LOCAL_BROKER": broker}
        self._software = BrokerSoftware.choose(chosen)
        self._account = account
        self._region = region
        self._given_directory = directory
        self._clusters: list[KafkaCluster] = []
        self._cleanup = ExitStack()
        self._running: _Running | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Serve an empty account; does nothing when it is served already."""
        if self._running is not None:
            return
        with ExitStack() as cleanup:
            self._running = self._assemble(cleanup)
            self._cleanup = cleanup.pop_all()

    def stop(self) -> None:
        """End every server, broker and function; does nothing when none runs."""
        self._running = None
        self._cleanup.close()

    @property
    def account(self) -> str:
        """The account everything lives in."""
        return self._account

    @property
    def region(self) -> str:
        """The Region everything lives in."""
        return self._region

    @property
    def url(self) -> str:
        """The endpoint of every AWS service."""
        return self._require_running().endpoint.url

    @property
    def ca_certificate(self) -> Path:
        """PEM file clients of the encrypted Kafka listeners must trust."""
        return self._require_running().certificate_authority.certificate

    @property
    def broker_software(self) -> str:
        """The broker by name and version once a cluster was made, by name alone before."""
        return self._clusters[-1].software if self._clusters else self._software.value

    def environment(self) -> dict[str, str]:
        """The complete environment in which a child process sees this cloud and no other."""
        return local_environment(
            url=self.url, region=self._region, ca_certificate=self.ca_certificate
        )

    def variables(self) -> dict[str, str]:
        """Only the variables of `environment` that this cloud sets."""
        return local_variables(
            url=self.url, region=self._region, ca_certificate=self.ca_certificate
        )

    def session(self) -> boto3.Session:
        """A session of the account's administrator, whose clients all talk to this cloud."""
        return LocalSession(self.url, region=self._region)

    def publish_metrics(self) -> None:
        """Tell CloudWatch now what it is told once a minute: the metrics of every cluster."""
        self._require_running().metrics.publish_now()

    def remaining(self) -> dict[str, list[str]]:
        """What exists besides the CDK's own bootstrap stack, by kind; empty kinds are left out."""
        return remaining(self.session())

    def function_process_ids(self, function_name: str) -> list[int]:
        """The processes in which a Lambda function runs now; for tests that end one of them."""
        return self._require_running().functions.process_ids(function_name)

    def _require_running(self) -> "_Running":
        if self._running is None:
            raise RuntimeError("the local cloud must run, got one that is stopped; call start()")
        return self._running

    def _assemble(self, cleanup: ExitStack) -> "_Running":
        cleanup.enter_context(_unwound_by_sigterm())
        cleanup.enter_context(_environment_of_moto(self._account))
        directory = self._given_directory or _temporary_directory(cleanup)
        services: dict[str, WSGIApplication] = {}
        server = LocalServer(services)
        cleanup.callback(server.stop)
        endpoint = Endpoint(server.url, account=self._account, region=self._region)
        authority = CertificateAuthority(directory / "certificates")
        identities = AccountIdentities(
            account=self._account,
            region=self._region,
            scram_password=lambda cluster, user: msk.scram_password(cluster, user),  # noqa: PLW0108 - msk is made next
        )
        msk = MskService(
            account=self._account,
            region=self._region,
            new_data_plane=partial(self._new_cluster, directory, authority, identities),
        )
        cleanup.callback(msk.stop)
        # Python's default TLS contexts trust it, and with them Kafka clients written in Python.
        trust = {"SSL_CERT_FILE": str(authority.certificate)}
        runner = FunctionRunner(endpoint, directory / "functions", environment=trust)
        cleanup.callback(runner.stop)
        mappings = EventSourceMappings(
            endpoint,
            runner,
            identities=identities,
            ca_certificate=authority.certificate,
        )
        cleanup.callback(mappings.stop)
        services |= {
            "cloudformation": CloudFormationService(endpoint),
            "kafka": msk,
            "lambda": LambdaService(runner, mappings),
            "secretsmanager": SecretRotation(
                account=self._account, region=self._region, runner=runner
            ),
        }
        metrics = MetricsPublisher(msk.running_clusters, partial(endpoint.client, "cloudwatch"))
        cleanup.callback(metrics.stop)
        server.start()
        metrics.start()
        return _Running(endpoint, authority, metrics, runner)

    def _new_cluster(
        self,
        directory: Path,
        authority: CertificateAuthority,
        identities: AccountIdentities,
        *,
        cluster_arn: str,
        **options: Any,
    ) -> KafkaCluster:
        cluster = KafkaCluster(
            cluster_arn=cluster_arn,
            identities=identities,
            directory=directory / "clusters" / cluster_arn.rpartition("/")[2],
            software=self._software,
            certificate_authority=authority,
            **options,
        )
        self._clusters.append(cluster)
        return cluster


@dataclass(frozen=True)
class _Running:
    endpoint: Endpoint
    certificate_authority: CertificateAuthority
    metrics: MetricsPublisher
    functions: FunctionRunner


def _temporary_directory(cleanup: ExitStack) -> Path:
    path = tempfile.mkdtemp(prefix="msk-local-")
    cleanup.callback(shutil.rmtree, path, ignore_errors=True)
    return Path(path)


@contextmanager
def _environment_of_moto(account: str) -> Iterator[None]:
    """Make moto answer for an account, and not look for a profile somebody uses on AWS."""
    wanted = None if account == DEFAULT_ACCOUNT_ID else account
    chosen = {"MOTO_ACCOUNT_ID": wanted, "AWS_PROFILE": None, "AWS_DEFAULT_PROFILE": None}
    before = {name: os.environ.get(name) for name in chosen}
    _set(chosen)
    try:
        yield
    finally:
        _set(before)


def _set(variables: Mapping[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextmanager
def _unwound_by_sigterm() -> Iterator[None]:
    """Turn SIGTERM into an exit that unwinds the stack, where nobody else handles the signal."""
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    ):
        yield
        return
    signal.signal(signal.SIGTERM, _exit)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _exit(number: int, _: FrameType | None) -> None:
    sys.exit(128 + number)
