"""The written ``metric_*`` methods."""

import inspect
from pathlib import Path

import pytest

from cdk_msk.cluster.cluster_metrics import ClusterMetrics
from cdk_msk.monitoring.connector_metrics import ConnectorMetrics
from cdk_msk.monitoring.replicator_metrics import ReplicatorMetrics
from metric_methods import method_name, written_files
from msk_model.facts.metrics import all_metrics, connector_metrics, replicator_metrics

OWNERS = (
    (ClusterMetrics, all_metrics()),
    (ConnectorMetrics, connector_metrics()),
    (ReplicatorMetrics, replicator_metrics()),
)


@pytest.mark.parametrize("path", list(written_files()), ids=lambda path: path.stem)
def test_the_methods_are_those_of_the_table(path: Path):
    """Whoever changes the table writes the methods anew: python scripts/metric_methods.py."""
    assert path.read_text(encoding="utf-8") == written_files()[path]


@pytest.mark.parametrize(("owner", "metrics"), OWNERS, ids=lambda one: getattr(one, "__name__", ""))
def test_every_metric_has_a_method_that_explains_it(owner: type, metrics):
    """The name is the metric's in Python's spelling, and the text begins with its meaning."""
    methods = {name for name, _ in inspect.getmembers(owner) if name.startswith("metric_")}
    assert methods == {method_name(one.name) for one in metrics}
    assert all(
        one.meaning in str(inspect.getdoc(getattr(owner, method_name(one.name)))) for one in metrics
    )


@pytest.mark.parametrize(
    ("metric", "method"),
    [
        ("CPUCreditBalance", "metric_cpu_credit_balance"),
        ("HeapMemoryAfterGC", "metric_heap_memory_after_gc"),
        ("IAMTooManyConnections", "metric_iam_too_many_connections"),
        ("ZooKeeperSessionState", "metric_zookeeper_session_state"),
    ],
)
def test_names_are_spelled_as_python_spells_them(metric: str, method: str):
    """Abbreviations are one word."""
    assert method_name(metric) == method
