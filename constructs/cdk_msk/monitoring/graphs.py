"""What a dashboard is made of, before anybody knows which cluster it shows."""

from dataclasses import dataclass
from typing import Literal

Lines = Literal["broker", "worst", "lowest", "total", "cluster", "topic", "group", "authentication"]
"""What the lines of a graph are: every broker (the ten worst of many), the worst or the lowest or
the sum of all brokers, the cluster itself, the ten largest topics, the ten groups furthest behind,
or the ten brokers with most connections by the way in which clients sign in."""


@dataclass(frozen=True)
class Graph:
    """One graph: metrics of one unit.

    Attributes:
        title: What it shows.
        metrics: Names; those that the cluster does not publish are left out, and the graph with
            the last of them.
        lines: What its lines are.
        alarm: Id of the alarm whose threshold is drawn.
        each: Metric math over ``m0``, ``m1`` … of one broker, for brokers whose number is known.
        unit: What the axis says. Absent: the unit of the first metric.
        low: Whether it is low values that are bad.
        stacked: Whether lines stand on each other, because their sum means something.
    """

    title: str
    metrics: tuple[str, ...]
    lines: Lines = "broker"
    alarm: str | None = None
    each: str | None = None
    unit: str | None = None
    low: bool = False
    stacked: bool = False


@dataclass(frozen=True)
class Number:
    """One number of the overview.

    Attributes:
        label: What it counts.
        metric: Name; without it the number is left out.
        lines: Of what; of ``cluster``, ``worst``, ``lowest``, ``total``.
        formula: What to do with it.
    """

    label: str
    metric: str
    lines: Lines = "cluster"
    formula: str = "{}"


@dataclass(frozen=True)
class Question:
    """A question the overview answers, with a dial for its first number or with numbers.

    Attributes:
        title: The question.
        numbers: Its answers; those whose metric the cluster does not publish are left out.
        dial: Id of the alarm whose threshold is drawn on a dial from 0 to 100 that shows the
            first number, in percent. Absent: no dial.
    """

    title: str
    numbers: tuple[Number, ...]
    dial: str | None = None


@dataclass(frozen=True)
class Advice:
    """One line that says what to do.

    Attributes:
        text: What to do, and when.
        metric: It is left out for clusters that do not publish this.
        alarm: Id of the alarm whose runbook is linked. Absent: there is none.
    """

    text: str
    metric: str
    alarm: str | None = None


@dataclass(frozen=True)
class Section:
    """Graphs under one heading.

    Attributes:
        title: The heading.
        advice: What to do, under it.
        graphs: In the order they are drawn.
    """

    title: str
    advice: tuple[Advice, ...]
    graphs: tuple[Graph, ...]
