"""``mskctl client-config``."""

import enum
from pathlib import Path
from typing import Annotated

import typer

from mskctl.errors import MskctlError, UnwritableFile


class ConfigFormat(enum.Enum):
    """The formats of `msk_model.client_config`, which is not loaded to show the help."""

    JAVA = "java"
    LIBRDKAFKA = "librdkafka"
    KAFKA_PYTHON = "kafka-python"
    AIOKAFKA = "aiokafka"
    KCAT = "kcat"
    ENV = "env"
    JSON = "json"


class Endpoint(enum.Enum):
    """From where a client connects."""

    PRIVATE = "private"
    PUBLIC = "public"
    VPC_CONNECTIVITY = "vpc-connectivity"
    IPV6 = "ipv6"


class WrongClient(MskctlError):  # noqa: N818  (it is the client that is wrong)
    """No client, or a format that cannot say how the client signs in."""

    exit_code = 2


def _clusters(incomplete: str) -> list[str]:
    from mskctl.topics_live import cluster_names  # noqa: PLC0415 - only the shell asks for it

    return cluster_names(incomplete)


def _clients(context: typer.Context, incomplete: str) -> list[str]:
    from mskctl.client_live import UnreadableClient, client_names  # noqa: PLC0415 - as above

    cluster = context.params.get("cluster")
    try:
        known = client_names(cluster) if cluster else []
    except UnreadableClient:
        return []
    return [one for one in known if one.startswith(incomplete)]


def client_config(
    cluster: Annotated[
        str,
        typer.Argument(
            help="Name or ARN of a cluster.", autocompletion=_clusters, show_default=False
        ),
    ],
    *,
    client: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The client, as KafkaClient named it.", autocompletion=_clients
        ),
    ] = None,
    format: Annotated[
        ConfigFormat, typer.Option("--format", help="What reads the configuration.")
    ] = ConfigFormat.JAVA,
    endpoint: Annotated[
        Endpoint | None,
        typer.Option(help="From where the client connects. Absent: as KafkaClient says."),
    ] = None,
    ca_file: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="PEM file with the authorities to trust. Absent: those of the system, which know "
            "Amazon's.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to this file. Absent: print.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Write the finished configuration of a client that was defined as a KafkaClient.

    It reads the client's parameter and the addresses of the brokers, and changes nothing. It never
    reads a secret: the configuration names the secret, and the variables or files to put it into.

    Ends with 0, and with 2 when there is no such cluster, client or endpoint.

    Examples: mskctl client-config orders --client billing --format librdkafka;
    mskctl client-config orders --client billing --format env --output billing.env
    """
    from msk_model.client_config import render  # noqa: PLC0415
    from mskctl.client_live import client_names, live_document  # noqa: PLC0415

    if client is None:
        known = client_names(cluster)
        raise WrongClient(
            f"--client must name a client of {cluster}, which has {', '.join(known) or 'none'}"
        )
    document = live_document(cluster, client, endpoint.value if endpoint else None)
    try:
        text = render("json" if as_json else format.value, document, ca_file=ca_file)
    except ValueError as error:
        raise WrongClient(str(error)) from error
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnwritableFile(f"{output}: file must be writable; {error.strerror}") from error
