"""Reading single settings out of a mapping of server properties or topic configs."""

from collections.abc import Mapping


def number(settings: object, name: str, default: int | None = None) -> int | None:
    """The whole number `name` is set to; `default` when it is not set; `None` when unreadable."""
    if not isinstance(settings, Mapping):
        return default if settings is None else None
    value = settings.get(name, default)
    if isinstance(value, str):
        text = value.strip()
        return int(text) if text.lstrip("+-").isdecimal() and len(text) < 20 else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def flag(settings: object, name: str) -> bool | None:
    """Whether `name` is set to true or false; `None` when it is not set or cannot be read."""
    value = settings.get(name) if isinstance(settings, Mapping) else None
    text = value.strip().lower() if isinstance(value, str) else None
    return {"true": True, "false": False}.get(text or "")
