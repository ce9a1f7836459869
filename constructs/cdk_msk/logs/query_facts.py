"""Questions that are asked of Kafka's logs, in the language of CloudWatch Logs Insights."""

from dataclasses import dataclass
from typing import Final

from cdk_msk.logs.alarm_facts import Logs


@dataclass(frozen=True, kw_only=True)
class LogQueryFacts:
    """A query.

    Attributes:
        id: Its name.
        logs: The kind of logs it looks at.
        text: The query.
    """

    id: str
    logs: Logs
    text: str


LOG_QUERIES: Final = (
    LogQueryFacts(
        id="DeniedOperations",
        logs="authorizer",
        text=r"""filter @message like /is Denied/
| parse @message /Principal = (?<principal>.+?) is Denied [Oo]peration = (?<operation>\w+) from host = (?<host>\S+) on resource = (?<resource>.+?)(?: for request = |\s*\(|\s*$)/
| stats count(*) as denials, count_distinct(host) as hosts, max(@timestamp) as latest by principal, operation, resource
| sort denials desc
| limit 100""",  # noqa: E501
    ),
    LogQueryFacts(
        id="ErrorsByLogger",
        logs="broker",
        text=r"""filter @message like /\] (ERROR|FATAL)/
| parse @message /\] (?<level>ERROR|FATAL) (?<text>[^\n]*) \((?<logger>[\w.$]+)\)/
| stats count(*) as errors, latest(text) as example, max(@timestamp) as latest by logger
| sort errors desc
| limit 100""",
    ),
    LogQueryFacts(
        id="AuthenticationFailures",
        logs="broker",
        text=r"""filter @message like /Failed (re-)?authentication with/
| parse @message /authentication with (?<host>\S+) \(channelId=(?<listener>\S+?)-[^)]*\) \((?<reason>[^)]*)\)/
| stats count(*) as failures, max(@timestamp) as latest by host, listener, reason
| sort failures desc
| limit 100""",  # noqa: E501
    ),
    LogQueryFacts(
        id="ReplicasOutOfSync",
        logs="broker",
        text=r"""filter @message like /Shrinking ISR from/
| parse @message /\[Partition (?<partition>\S+) broker=(?<leader>\d+)\] Shrinking ISR from (?<before>[\d,]+) to (?<after>[\d,]+)/
| stats count(*) as shrinks, count_distinct(partition) as partitions, latest(after) as in_sync by leader, bin(5m)
| sort shrinks desc
| limit 1000""",  # noqa: E501
    ),
    LogQueryFacts(
        id="LeaderElections",
        logs="broker",
        # A leader before whom there was none is that of a new topic, and no election.
        text=r"""filter @message like /starts at leader epoch/
| filter @message not like /Previous leader None/
| parse @message /Leader (?<partition>\S+) (?:with topic id|starts at).* Previous leader (?<previous>\S+) and/
| stats count(*) as elections, count_distinct(partition) as partitions by bin(5m)
| sort elections desc
| limit 1000""",  # noqa: E501
    ),
    LogQueryFacts(
        id="ControllerChanges",
        logs="broker",
        text=r"""fields @timestamp, @logStream, @message
| filter @message like /successfully elected as the controller|Becoming the active controller|Completed transition to (Leader|Follower)/
| sort @timestamp desc
| limit 200""",  # noqa: E501
    ),
    LogQueryFacts(
        id="GroupRebalances",
        logs="broker",
        text=r"""filter @message like /Preparing to rebalance group/
| parse @message /Preparing to rebalance group (?<group>\S+) in state \S+ with old generation (?<generation>\d+).*\(reason: (?<reason>.*)\)\.? \(/
| stats count(*) as rebalances, max(generation) as newest, latest(reason) as last_reason by group
| sort rebalances desc
| limit 100""",  # noqa: E501
    ),
)
