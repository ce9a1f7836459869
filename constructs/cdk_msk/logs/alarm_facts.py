"""What is alarming in the logs of Kafka."""

from dataclasses import dataclass
from typing import Final, Literal

Logs = Literal["broker", "authorizer"]

SOURCE: Final = "https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html"
"""The page the alarms rest on; what lines say is Apache Kafka's source."""

BROKER_NOISE: Final = (
    # A client that does not speak Kafka, or none the broker knows: a port scan, a health check.
    "because of error",
    "Exception while processing request from",
    # A follower asked before it heard that a topic is new or gone. If it lasts, partitions stay
    # under-replicated, and ClusterAlarms tells.
    "This server does not host this topic-partition",
)
"""Parts of error lines that say nothing about the brokers' health.

Taken from Apache Kafka's source: SocketServer.scala and AbstractFetcherThread.scala.
"""


@dataclass(frozen=True, kw_only=True)
class LogAlarmFacts:
    """An alarm on how often something is logged.

    Attributes:
        id: Its name.
        logs: The kind of logs it looks at.
        phrases: Lines with any of them count.
        skips_noise: Whether lines with noise do not count.
        threshold: More lines than this in five minutes are too many.
        periods: For how many times five minutes in a row.
        why: What it means.
        remedy: What to do.
    """

    id: str
    logs: Logs
    phrases: tuple[str, ...]
    skips_noise: bool = False
    threshold: float
    periods: int
    why: str
    remedy: str


LOG_ALARMS: Final = (
    LogAlarmFacts(
        id="AuthorizationFailures",
        logs="authorizer",
        # ACLs of ZooKeeper clusters write "is Denied Operation", those of KRaft "is Denied
        # operation". Kafka logs what a client tried; what it merely may not see in a list is not.
        phrases=("is Denied",),
        threshold=10,
        periods=1,
        why="A client tries what it may not do; one that retries passes the threshold in seconds, "
        "a person who mistypes a command does not.",
        remedy="Run the saved query DeniedOperations: it names principal, operation and resource. "
        "Grant what is missing, or find out who it is.",
    ),
    LogAlarmFacts(
        id="AuthenticationFailures",
        logs="broker",
        phrases=("Failed authentication with", "Failed re-authentication with"),
        threshold=50,
        periods=1,
        why="Clients cannot sign in: a wrong or rotated password, an expired certificate, or "
        "somebody who tries.",
        remedy="Run the saved query AuthenticationFailures: it names hosts and reasons.",
    ),
    LogAlarmFacts(
        id="BrokerErrors",
        logs="broker",
        phrases=("] ERROR", "] FATAL"),
        skips_noise=True,
        threshold=10,
        periods=3,
        why="Brokers have logged errors for a quarter of an hour, which is longer than one of them "
        "takes to restart.",
        remedy="Run the saved query ErrorsByLogger, and compare with the cluster's operations and "
        "with the alarms of its metrics.",
    ),
)
