"""The page: one file that needs nothing else."""

from collections.abc import Callable

from mskctl.report import sections
from mskctl.report.assembly import TOPIC_TYPES
from mskctl.report.content import Content
from mskctl.report.markup import Markup, element, escaped
from mskctl.report.style import STYLE
from mskctl.tables import usd

_SECTIONS: tuple[tuple[str, str, Callable[[Content], Markup]], ...] = (
    ("deployed", "What is deployed", sections.deployed),
    ("findings", "Findings", sections.findings),
    ("plan", "Plan", sections.plan),
    ("capacity", "Capacity and headroom", sections.capacity),
    ("cost", "Monthly cost", sections.cost),
    ("access", "Access", sections.access),
    ("alarms", "Alarms", sections.alarms),
)


def page(content: Content) -> str:
    """`content` as HTML; the same content is the same page, byte for byte."""
    title = escaped(content.title)
    if content.is_about_msk:
        links = (f'<a href="#{id_}">{escaped(name)}</a>' for id_, name, _ in _SECTIONS)
        body = f"<nav>{''.join(links)}</nav>{_tiles(content)}" + "".join(
            f'<section id="{id_}"><h2>{escaped(name)}</h2>{section(content)}</section>\n'
            for id_, name, section in _SECTIONS
        )
    else:
        body = element("p", "The templates hold no resource of Amazon MSK.")
    files = escaped(", ".join(content.assembly.templates))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title><style>{STYLE}</style></head>\n<body>"
        f"<header><h1>{title}</h1>"
        f'<p class="soft">{files}; judged as of {content.on}</p></header>\n'
        f"<main>{body}</main></body></html>\n"
    )


def _tiles(content: Content) -> Markup:
    checked = content.checked
    more = "" if content.cost.estimate.is_complete else "+"
    tiles = (
        (len(content.clusters), "clusters", ""),
        (len(content.assembly.of_type(*TOPIC_TYPES)), "topics", ""),
        (checked.errors, "errors", "bad" if checked.errors else "good"),
        (checked.warnings, "warnings", "warn" if checked.warnings else "good"),
        (f"{usd(content.cost.estimate.monthly_usd)}{more}", "USD a month", ""),
        (len({one.principal for one in content.grants}) + len(content.users), "clients", ""),
        (len(content.alarms), "alarms", ""),
    )
    return element(
        "div",
        *(
            element("div", element("strong", number, css=css), what, css="tile")
            for number, what, css in tiles
        ),
        css="tiles",
    )
