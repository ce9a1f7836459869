"""What it takes to turn one template into another: each difference, and the way there."""

from msk_model.change.change import ABSENT, Change, ChangeKind
from msk_model.change.compare import compare, others
from msk_model.change.steps import NoWay, Step, Way, way

__all__ = ["ABSENT", "Change", "ChangeKind", "NoWay", "Step", "Way", "compare", "others", "way"]
