"""Reading PromQL with a parser."""

from collections.abc import Iterator
from typing import Any

import promql_parser as promql
import pytest

from msk_model import ClusterShape, ClusterType


def nodes(expr: Any) -> Iterator[Any]:
    """An expression and everything in it."""
    yield expr
    for name in ("expr", "lhs", "rhs", "vector_selector", "param"):
        if (inner := getattr(expr, name, None)) is not None:
            yield from nodes(inner)
    for argument in getattr(expr, "args", None) or ():
        yield from nodes(argument)


@pytest.fixture(scope="session")
def selectors():
    """The vector selectors of a PromQL text, which has to be valid."""

    def of(text: str) -> list[Any]:
        return [one for one in nodes(promql.parse(text)) if isinstance(one, promql.VectorSelector)]

    return of


@pytest.fixture(scope="session")
def groupings():
    """The labels of every ``by ()`` of a PromQL text, with the selectors inside it."""

    def of(text: str) -> list[tuple[set[str], list[Any]]]:
        return [
            (
                set(one.modifier.labels),
                [inner for inner in nodes(one) if isinstance(inner, promql.VectorSelector)],
            )
            for one in nodes(promql.parse(text))
            if isinstance(one, promql.AggregateExpr) and one.modifier
        ]

    return of


@pytest.fixture(scope="session")
def standard():
    """A cluster of Standard brokers with IAM."""
    return ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        broker_size="kafka.m7g.large",
        broker_count=3,
        iam=True,
        volume_throughput_mibps=None,
    )


@pytest.fixture(scope="session")
def express():
    """A cluster of Express brokers with IAM."""
    return ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        broker_size="express.m7g.large",
        broker_count=3,
        iam=True,
    )
