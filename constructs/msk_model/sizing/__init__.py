"""Which clusters carry a load: equations, choices that satisfy them, what stops the rest."""

from msk_model.sizing.choice import Choice, Reading, Refusal
from msk_model.sizing.choose import Sizing, choices_for
from msk_model.sizing.demand import Demand
from msk_model.sizing.limit import Limit

__all__ = ["Choice", "Demand", "Limit", "Reading", "Refusal", "Sizing", "choices_for"]
