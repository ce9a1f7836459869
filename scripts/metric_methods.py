"""Writes the ``metric_*`` methods from the table of metrics: ``python scripts/metric_methods.py``.

The written files are checked in, so that editors complete and explain what they hold; a test
compares them with the table.
"""

import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "constructs"))

from msk_model.facts.metrics import (  # noqa: E402 - after the path, when run as a program
    MetricFacts,
    all_metrics,
    connector_metrics,
    replicator_metrics,
)

_ARGUMENTS = {
    "Broker ID": ("broker_id", "int | str"),
    "Client Authentication": ("client_authentication", "str"),
    "Consumer Group": ("group", "str"),
    "Topic": ("topic", "str"),
    "Partition": ("partition", "int | str"),
    "ClusterAlias": ("cluster_alias", "str"),
}
_WIDTH = 100
_OWNERS = ("Cluster Name", "ConnectorName", "ReplicatorName")
_CONDITIONS = {
    "t3": "Brokers of a t3 size only.",
    "zookeeper": "Clusters with ZooKeeper only.",
    "iam": "Clusters with IAM only.",
    "tiered": "Clusters with tiered storage only.",
}
_FIRST_LINES = '''"""{title}

Written by ``scripts/metric_methods.py`` from ``msk_model/facts/metrics.toml``: change these.
"""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from {module} import {base}


class {name}({base}):
    """{summary}

    Of every method: a statistic that is absent is the one the method names, a period that is
    absent is what `metric` takes. `ValueError` when {never}.
    """
'''


def written_files() -> dict[Path, str]:
    """Every file and what the table makes of it."""
    cluster, monitoring = (ROOT / "constructs/cdk_msk" / name for name in ("cluster", "monitoring"))
    beside = "cdk_msk.monitoring.metric_source"
    never = "it has no such dimensions"
    return {
        cluster / "cluster_metrics.py": _file(
            all_metrics(),
            title="A method for every metric of clusters.",
            module="cdk_msk.cluster.metric",
            base="PublishesMetrics",
            name="ClusterMetrics",
            summary="Every metric MSK publishes of a cluster.",
            never="such a cluster never publishes the metric",
        ),
        monitoring / "connector_metrics.py": _file(
            connector_metrics(),
            module=beside,
            base="ConnectorSource",
            title="A method for every metric of connectors.",
            name="ConnectorMetrics",
            summary="Every metric of a connector of MSK Connect, all free of charge.",
            never=never,
        ),
        monitoring / "replicator_metrics.py": _file(
            replicator_metrics(),
            module=beside,
            base="ReplicatorSource",
            title="A method for every metric of replicators.",
            name="ReplicatorMetrics",
            summary="Every metric of a replicator, published in the Region of its target.",
            never=never,
        ),
    }


def method_name(metric_name: str) -> str:
    """``metric_iam_too_many_connections`` of ``IAMTooManyConnections``."""
    spelled = metric_name.replace("ZooKeeper", "Zookeeper")
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]*", spelled)
    return "metric_" + "_".join(word.lower() for word in words)


def _file(metrics: Sequence[MetricFacts], **names: str) -> str:
    by_name: dict[str, list[MetricFacts]] = {}
    for one in metrics:
        by_name.setdefault(one.name, []).append(one)
    return _FIRST_LINES.format(**names) + "".join(_method(rows) for rows in by_name.values())


def _method(rows: Sequence[MetricFacts]) -> str:
    sets = [_own(one) for one in rows]
    own = [name for name in _ARGUMENTS if any(name in names for names in sets)]
    required = [name for name in own if all(name in names for names in sets)]
    arguments = [f"{_ARGUMENTS[name][0]}: {_ARGUMENTS[name][1]}" for name in required]
    arguments += [
        f"{_ARGUMENTS[name][0]}: {_ARGUMENTS[name][1]} | None = None"
        for name in own
        if name not in required
    ]
    arguments += [
        "statistic: str | None = None",
        "period: cdk.Duration | None = None",
        "label: str | None = None",
    ]
    passed = [f"{_ARGUMENTS[name][0]}={_ARGUMENTS[name][0]}" for name in own]
    call = ", ".join((f'"{rows[0].name}"', "statistic", "period", "label", *passed))
    return "\n".join(
        [
            "",
            f"    def {method_name(rows[0].name)}(",
            "        self,",
            "        *,",
            *(f"        {one}," for one in arguments),
            "    ) -> cloudwatch.Metric:",
            *_docstring(rows),
            *_fitting(f"        return self._metric({call})"),
            "",
        ]
    )


def _fitting(line: str) -> list[str]:
    """A call as the formatter breaks it."""
    if len(line) <= _WIDTH:
        return [line]
    start, arguments = line.split("(", 1)
    inner = [f"            {arguments[:-1]}"]
    if len(inner[0]) > _WIDTH:
        inner = [f"            {one}," for one in arguments[:-1].split(", ")]
    return [f"{start}(", *inner, "        )"]


def _docstring(rows: Sequence[MetricFacts]) -> Iterator[str]:
    first = rows[0]
    yield f'        """{first.meaning}'
    yield ""
    yield f"        {_unit(first.unit)}; {_statistics(rows)}."
    for one in rows:
        yield from textwrap.wrap(
            _publication(one),
            _WIDTH,
            initial_indent=" " * 8,
            subsequent_indent=" " * 12,
            break_on_hyphens=False,
        )
    if first.only:
        yield f"        {_CONDITIONS[first.only]}"
    yield '        """'


def _publication(one: MetricFacts) -> str:
    by = " and ".join(_own(one))
    levels = {"Standard": one.standard, "Express": one.express}
    places: list[str] = []
    for level in dict.fromkeys(level for level in levels.values() if level):
        kinds = " and ".join(kind for kind, at in levels.items() if at == level)
        places.append(f"{kinds} brokers at level {level}")
    places += ["serverless clusters"] if one.serverless else []
    where = f": {', '.join(places)}" if places else ""
    return f"By {by}{where}." if by else f"Of the whole {_OWNER_WORDS[one.dimensions[0]]}{where}."


_OWNER_WORDS = dict(zip(_OWNERS, ("cluster", "connector", "replicator"), strict=True))


def _own(one: MetricFacts) -> tuple[str, ...]:
    return tuple(name for name in one.dimensions if name not in _OWNERS)


def _unit(unit: str) -> str:
    words = {"count/second": "A second", "bytes/second": "Bytes a second", "fraction": "0 to 1"}
    return words.get(unit, unit.capitalize())


def _statistics(rows: Sequence[MetricFacts]) -> str:
    return " or ".join(dict.fromkeys(one.statistic for one in rows))


if __name__ == "__main__":
    for path, content in written_files().items():
        path.write_text(content, encoding="utf-8")
