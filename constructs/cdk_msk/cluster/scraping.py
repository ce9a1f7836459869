"""The way of scrapers to the exporters of open monitoring."""

from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from cdk_msk.cluster.monitoring import OpenMonitoring
from msk_model.facts.ports import exporter_port

_EVERYWHERE = ("0.0.0.0/0", "::/0")


def exporter_ports(monitoring: OpenMonitoring) -> tuple[int, ...]:
    """The ports of the exporters that are on."""
    on = (("jmx", monitoring.jmx_exporter), ("node", monitoring.node_exporter))
    return tuple(exporter_port(name) for name, enabled in on if enabled)  # type: ignore[arg-type]


def let_scrape(
    construct: Construct,
    brokers: ec2.IConnectable,
    scraper: ec2.IConnectable,
    monitoring: OpenMonitoring | None,
) -> None:
    """Open the ports of the exporters to `scraper`, and to nobody else.

    The rules belong to the stack of `scraper`, so that it depends on the cluster's and not the
    other way round.

    Raises:
        ValueError: No exporter is on, or `scraper` is everybody: exporters ask nobody who they
            are, and speak plain HTTP.
    """
    ports = exporter_ports(monitoring) if monitoring else ()
    if not ports:
        raise ValueError(
            f"{construct.node.path}: open_monitoring must have an exporter to let scrapers in, "
            "got a cluster without; set open_monitoring=OpenMonitoring()"
        )
    # A range of addresses is a peer, whose id it is.
    scraper_id = getattr(scraper, "unique_id", None)
    if scraper_id in _EVERYWHERE:
        raise ValueError(
            f"{construct.node.path}: scraper must be somebody in particular, got "
            f"{scraper_id}; name the security group or the range of addresses of the "
            "scraper, for exporters ask for no credentials"
        )
    for port in ports:
        scraper.connections.allow_to(brokers, ec2.Port.tcp(port), "Prometheus")
