"""What ``mskctl cost`` estimates, for humans and for machines."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import typer

from msk_model.cost import CostLine, Estimate, ResourceCost, template_cost
from msk_model.cost.line import added_up
from msk_model.cost.template import ALWAYS_LEFT_OUT, BILLED_ELSEWHERE, brokers_of
from msk_model.facts.prices import PriceTable
from mskctl import loads as loads_
from mskctl.errors import MskctlError
from mskctl.loads import Loads
from mskctl.size_report import cost_line
from mskctl.tables import print_table, usd
from mskctl.templates import read_template, template_files


class NoSuchCluster(MskctlError):  # noqa: N818  (the cluster is missing)
    """A load for a cluster that no template has."""

    exit_code = 2


@dataclass(frozen=True, kw_only=True)
class CostReport:
    """An estimate.

    Attributes:
        files: How many templates were read.
        resources: What costs something, with the template it stands in.
        left_out: How many resources AWS bills for beside them, by type.
        loads: The load that was counted with.
        prices: The prices that were counted with.
    """

    files: int
    resources: tuple[tuple[Path, ResourceCost], ...]
    left_out: Mapping[str, int]
    loads: Loads
    prices: PriceTable

    @property
    def estimate(self) -> Estimate:
        """All resources together."""
        return added_up(cost.estimate for _, cost in self.resources)


def estimate_paths(paths: Iterable[Path], loads: Loads, prices: PriceTable) -> CostReport:
    """What the templates at `paths` cost.

    Raises:
        UnreadableTemplate: A path holds no template.
        NoSuchCluster: `loads` names a resource that costs nothing in any template.
    """
    # A template is billed once, however many of the paths lead to it.
    found = {file.resolve(): file for path in paths for file in template_files(path)}
    files = tuple(found.values())
    resources: list[tuple[Path, ResourceCost]] = []
    left_out: Counter[str] = Counter()
    templates = {file: read_template(file) for file in files}
    brokers = _broker_counts(templates.values())
    for file, template in templates.items():
        cost = template_cost(template, prices, loads.usage, loads.clusters, brokers)
        resources.extend((file, one) for one in cost.resources)
        left_out.update(cost.left_out)
    there = {cost.resource for _, cost in resources}
    for name in loads.clusters:
        if name not in there:
            known = ", ".join(sorted(there)) or "none"
            raise NoSuchCluster(f"{name}: load must be of a resource that is there: {known}")
    return CostReport(
        files=len(files),
        resources=tuple(resources),
        left_out=dict(sorted(left_out.items())),
        loads=loads,
        prices=prices,
    )


def _broker_counts(templates: Iterable[Mapping[str, object]]) -> dict[str, int]:
    """How many brokers clusters have by name; nothing of a name that differs between stages."""
    counts: dict[str, set[int]] = {}
    for one in templates:
        for name, count in brokers_of(one).items():
            counts.setdefault(name, set()).add(count)
    return {name: found.pop() for name, found in counts.items() if len(found) == 1}


def as_json(report: CostReport) -> dict[str, object]:
    """The estimate for machines; docs/mskctl-cost.md says what it means."""
    return {
        "currency": "USD",
        "prices": {"region": report.prices.region, "as_of": str(report.prices.as_of)},
        "files": report.files,
        "load": loads_.as_json(report.loads),
        "monthly_usd": round(report.estimate.monthly_usd, 2),
        "complete": report.estimate.is_complete,
        "by_dimension": {
            dimension: None if amount is None else round(amount, 2)
            for dimension, amount in report.estimate.by_dimension.items()
        },
        "resources": [
            {
                "file": str(file),
                "resource": cost.resource,
                "type": cost.type,
                "conditional": cost.conditional,
                "monthly_usd": round(cost.estimate.monthly_usd, 2),
                "complete": cost.estimate.is_complete,
                "dimensions": [cost_line(line) for line in cost.estimate.lines],
            }
            for file, cost in report.resources
        ],
        "left_out": {"always": list(ALWAYS_LEFT_OUT), "resources": dict(report.left_out)},
    }


def print_report(report: CostReport) -> None:
    """Print the estimate: every line, the sums by dimension, what is left out."""
    if report.resources:
        print_table(
            f"Monthly cost in USD; prices of {report.prices.region}, {report.prices.as_of}",
            ("resource", "dimension", "quantity", "USD/month", "note"),
            [
                (
                    _name(file, cost),
                    line.dimension,
                    _quantity(line),
                    usd(line.monthly_usd),
                    line.note,
                )
                for file, cost in report.resources
                for line in cost.estimate.lines
            ],
            numbers=frozenset({"quantity", "USD/month"}),
        )
    estimate = report.estimate
    unknown = Counter(one.dimension for one in estimate.lines if one.monthly_usd is None)
    for dimension, amount in estimate.by_dimension.items():
        typer.echo(f"{dimension}: {usd(amount)}{_more(unknown[dimension], amount)}")
    total = estimate.monthly_usd
    typer.echo(f"total: {usd(total)} USD/month{_more(unknown.total(), total)}")
    for what in ALWAYS_LEFT_OUT:
        typer.echo(f"left out: {what}")
    for kind, count in report.left_out.items():
        typer.echo(f"left out: {count} {BILLED_ELSEWHERE[kind]} ({kind})")


def _more(unknown: int, amount: float | None) -> str:
    """What a sum does not hold, where it is one."""
    return f", and {unknown} unknown" if unknown and amount is not None else ""


def _name(file: Path, cost: ResourceCost) -> str:
    condition = " (conditional)" if cost.conditional else ""
    return f"{file.name}: {cost.resource}{condition}"


def _quantity(line: CostLine) -> str:
    if line.quantity is None or line.price is None:
        return "unknown"
    return f"{line.quantity:,.0f} {line.price.unit}"
