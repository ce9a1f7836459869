"""What every part of a deployment file is made of."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

Name = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9-]{0,39}$", description="Lower case letters, digits and dashes."),
]


def _scalar(value: object) -> object:
    if isinstance(value, bool | int | float | str):
        return value
    raise PydanticCustomError("scalar", "must be a boolean, a number or text")


ConfigValue = Annotated[bool | int | float | str, BeforeValidator(_scalar)]


class Model(BaseModel):
    """A part of the file: unknown fields are faults, values are never changed afterwards.

    ``.inf`` and ``.nan`` are numbers to YAML and none to a template.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, allow_inf_nan=False
    )
