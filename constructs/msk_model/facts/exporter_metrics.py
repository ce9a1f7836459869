"""The metrics that the Prometheus exporters of open monitoring publish."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from msk_model.facts.table import read_table

Exporter = Literal["jmx", "node", "prometheus"]

TARGET_LABELS = ("cluster", "broker", "zone", "instance", "job")
"""The labels that scraping gives every series of a target."""


@dataclass(frozen=True, kw_only=True)
class ExporterMetric:
    """One metric.

    Attributes:
        name: As PromQL asks for it.
        exporter: Who publishes it; ``prometheus``: the scraper itself.
        kind: ``counter``, whose rate tells something, or ``gauge``.
        source: The page that names it.
        labels: Besides `TARGET_LABELS`.
        names: The values of the label ``name``; empty when it has none.
    """

    name: str
    exporter: Exporter
    kind: Literal["counter", "gauge"]
    source: str
    labels: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@cache
def exporter_metrics() -> dict[str, ExporterMetric]:
    """Every metric the toolkit asks for, by name."""
    table = read_table("exporter_metrics")
    return {
        row["name"]: ExporterMetric(
            name=row["name"],
            exporter=row["exporter"],
            kind=row["kind"],
            source=table["sources"][row["source"]],
            labels=tuple(row.get("labels", ())),
            names=tuple(row.get("names", ())),
        )
        for row in table["metrics"]
    }
