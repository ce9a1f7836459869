"""The prices a command counts with: those of the model, or some replaced from a file."""

import tomllib
from pathlib import Path

from msk_model.facts.prices import PriceTable, list_prices
from mskctl.errors import MskctlError


class UnusablePrices(MskctlError):  # noqa: N818  (the prices, not the error, are unusable)
    """A file that holds no table of prices."""

    exit_code = 2


def read_prices(file: Path | None) -> PriceTable:
    """The list prices, with those that `file` states in their place.

    Raises:
        UnusablePrices: The file cannot be read, or names what has no price.
    """
    prices = list_prices()
    if file is None:
        return prices
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        return prices.replaced_by(content, origin=str(file))
    except OSError as error:
        raise UnusablePrices(f"{file}: file must be readable; {error.strerror}") from error
    except ValueError as error:  # TOML and UTF-8 errors are such, too
        raise UnusablePrices(f"{file}: {error}") from error
