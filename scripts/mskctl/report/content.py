"""Everything a page says, read from templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from mskctl.check import Report, check_paths
from mskctl.cost_report import CostReport, estimate_paths
from mskctl.loads import Loads
from mskctl.plan import Plan, plan_pairs, template_pairs
from mskctl.prices import read_prices
from mskctl.report.access import Grant, ScramUser, access_matrix, scram_users
from mskctl.report.acls import AclRow, acl_rows
from mskctl.report.alarms import Alarm, alarms
from mskctl.report.assembly import Assembly
from mskctl.report.clusters import Deployed, Sink, deployed_clusters, sinks
from mskctl.templates import read_template, template_files


@dataclass(frozen=True, kw_only=True)
class Content:
    """What there is to say.

    Attributes:
        title: Heading of the page.
        on: The day that end of support is judged on.
        assembly: The templates.
        checked: What the rules find.
        cost: What it costs in a month.
        plan: What changes; `None` without previous templates.
        loads: The load that capacity and cost are counted with.
    """

    title: str
    on: date
    assembly: Assembly
    checked: Report
    cost: CostReport
    plan: Plan | None
    loads: Loads

    @cached_property
    def clusters(self) -> tuple[Deployed, ...]:
        """Every cluster."""
        return deployed_clusters(self.assembly)

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """Who may do what."""
        return access_matrix(self.assembly)

    @cached_property
    def users(self) -> tuple[ScramUser, ...]:
        """Who has a password."""
        return scram_users(self.assembly)

    @cached_property
    def acls(self) -> tuple[AclRow, ...]:
        """What users and certificates may do."""
        return acl_rows(self.assembly)

    @cached_property
    def sinks(self) -> tuple[Sink, ...]:
        """What takes records elsewhere."""
        return sinks(self.assembly)

    @cached_property
    def alarms(self) -> tuple[Alarm, ...]:
        """What is watched."""
        return alarms(self.assembly)

    @property
    def is_about_msk(self) -> bool:
        """Whether there is anything of MSK in the templates."""
        kinds = ("AWS::MSK::", "AWS::KafkaConnect::")
        return any(one.type.startswith(kinds) for one in self.assembly.resources) or bool(
            self.grants or self.sinks or self.alarms
        )


def read_content(
    path: Path,
    *,
    previous: Path | None,
    title: str | None,
    on: date,
    loads: Loads,
    prices: Path | None = None,
    new: bool = False,
    region: str | None = None,
) -> Content:
    """Everything about the templates at `path`.

    Args:
        path: A template or a folder of them.
        previous: The same as it is deployed. Absent: no plan.
        title: Heading. Absent: the name of `path`.
        on: The day to judge end of support on.
        loads: The load on the clusters.
        prices: File with prices that replace the list prices. Absent: list prices.
        new: Whether clusters are judged as about to be created.
        region: Where it will be deployed. Absent: no rule about regions applies.

    Raises:
        UnreadableTemplate: A path holds no template.
        NoSuchCluster: `loads` names a resource that is in no template.
    """
    templates: Mapping[str, Mapping[str, object]] = {
        file.relative_to(path).as_posix() if path.is_dir() else file.name: read_template(file)
        for file in template_files(path)
    }
    return Content(
        title=title or f"Amazon MSK: {path.resolve().name}",
        on=on,
        assembly=Assembly(templates),
        checked=check_paths([path], on=on, new=new, region=region),
        cost=estimate_paths([path], loads, read_prices(prices)),
        plan=plan_pairs(template_pairs(previous, path), on=on) if previous else None,
        loads=loads,
    )
