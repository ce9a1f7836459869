"""Every rule there is, for people and for reports."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from msk_model.finding import Severity
from msk_model.rules import CLUSTER_RULES, CREATION_RULES, kafka_version_is_within_support
from msk_model.rules.server_property import SERVER_PROPERTY_RULES
from msk_model.rules.template import TEMPLATE_RULES
from msk_model.rules.topic import NATIVE_TOPIC_RULES, TOPIC_RULES
from msk_model.rules.topic_config import TOPIC_CONFIG_RULES

About = Literal["cluster", "new cluster", "topic", "template"]


@dataclass(frozen=True, kw_only=True)
class RuleFacts:
    """What is to know about a rule without a finding.

    Attributes:
        id: As in `Finding.rule`.
        about: What it judges; ``new cluster``: only one that is about to be created.
        severity: Of its findings; where that depends on the case, the worst.
        sentence: The rule, in the positive.
        explanation: What breaking it is answered with, and why.
        source: Address of the page that decides it, or that most of its cases rest on.
    """

    id: str
    about: About
    severity: Severity
    sentence: str
    explanation: str
    source: str


@cache
def all_rules() -> tuple[RuleFacts, ...]:
    """Every rule: of clusters, of new clusters, of topics, of whole templates."""
    by_subject: tuple[tuple[About, tuple[object, ...]], ...] = (
        ("cluster", (*CLUSTER_RULES, kafka_version_is_within_support.rule)),
        ("cluster", SERVER_PROPERTY_RULES),
        ("new cluster", CREATION_RULES),
        ("topic", (*TOPIC_RULES, *NATIVE_TOPIC_RULES, *TOPIC_CONFIG_RULES)),
        ("template", TEMPLATE_RULES),
    )
    return tuple(_facts(about, rule) for about, rules in by_subject for rule in rules)


def _facts(about: About, rule: object) -> RuleFacts:
    function = cast("Callable[..., object]", rule)
    module = sys.modules[function.__module__]
    return RuleFacts(
        id=module.__name__.rpartition(".")[2].replace("_", "-"),
        about=about,
        severity=module.SEVERITY,
        sentence=_one_line(module.__doc__),
        explanation=_one_line(function.__doc__),
        source=module.SOURCE,
    )


def _one_line(documentation: str | None) -> str:
    """The first paragraph, on one line; empty where Python was told to drop docstrings."""
    return " ".join((documentation or "").strip().split("\n\n")[0].split())
