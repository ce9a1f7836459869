"""Reading typed fields out of a parsed file, every fault noted and none raised."""

from collections.abc import Mapping, Sequence
from reprlib import Repr

from msk_model.facts.settings import SettingType
from msk_model.facts.topic_properties import all_topic_properties
from msk_model.nearest import nearest
from msk_model.quantities import SettingValue
from msk_model.topic_file.fault import FileFault
from msk_model.topic_policy.parts import settings_text, value_facts

_EXAMPLES = {"ms": "7 days", "bytes": "10 GiB"}
_SHORT = Repr()
"""A few lines of anchors and aliases can stand for more text than fits into memory."""
_SHORT.maxlevel = 2
_SHORT.maxstring = _SHORT.maxother = 100


class Fields:
    """One mapping of a file.

    A field that is absent or null reads as None; one that is wrong does, too, and is noted.

    Args:
        content: What the file has at `path`.
        file: The file.
        path: Where it stands; empty for the whole file.
        known: The fields it may have.
        faults: Where faults are noted.
    """

    def __init__(
        self,
        content: object,
        *,
        file: str,
        path: str,
        known: Sequence[str],
        faults: list[FileFault],
    ) -> None:
        self._file, self._path, self._faults = file, path, faults
        self._content: Mapping[object, object] = {}
        if not isinstance(content, Mapping):
            found = "nothing" if content is None else shown(content)
            self.fault("", f"must be a mapping of {', '.join(known)}, got {found}")
            return
        self._content = content
        for name in content:
            if name not in known:
                likely = nearest(str(name), known)
                advice = f"did you mean {likely}?" if likely else f"use {', '.join(known)}"
                self.fault(str(name), f"must be a known field; {advice}")

    def fault(self, name: str, message: str) -> None:
        """Note what is wrong with the field called `name`."""
        self._faults.append(FileFault(file=self._file, path=self.place(name), message=message))

    def place(self, name: str) -> str:
        """The path of the field called `name`."""
        return ".".join(part for part in (self._path, name) if part)

    def value(self, name: str) -> object:
        """The field as it stands."""
        return self._content.get(name)

    def text(self, name: str) -> str | None:
        """The field as text that says something."""
        value = self.value(name)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        quoted = "; put it in quotes" if isinstance(value, int | float) else ""
        self.fault(name, f"must be text, got {shown(value)}{quoted}")
        return None

    def required_text(self, name: str) -> str | None:
        """The field as text; its absence is a fault."""
        if self.value(name) is None:
            self.fault(name, "must be stated")
        return self.text(name)

    def whole(self, name: str) -> int | None:
        """The field as a whole number of at least one."""
        value = self.value(name)
        if value is None or (isinstance(value, int) and value is not True and value >= 1):
            return value
        self.fault(name, f"must be a whole number, at least 1, got {shown(value)}")
        return None

    def flag(self, name: str) -> bool | None:
        """The field as true or false."""
        value = self.value(name)
        if value is None or isinstance(value, bool):
            return value
        self.fault(name, f"must be true or false, got {shown(value)}")
        return None

    def texts(self, name: str) -> tuple[str, ...] | None:
        """The field as a list of texts."""
        value = self.value(name)
        if value is None:
            return None
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self.fault(name, f"must be a list of texts, got {shown(value)}")
        return None

    def mapping(self, name: str) -> Mapping[str, object]:
        """The field as a mapping by names; empty where it is absent."""
        value = self.value(name)
        if isinstance(value, Mapping):
            return {str(key): one for key, one in value.items()}
        if value is not None:
            self.fault(name, f"must be a mapping, got {shown(value)}")
        return {}

    def settings(self, name: str) -> dict[str, str]:
        """The field as topic settings, each as Kafka writes it."""
        found: dict[str, str] = {}
        for setting, value in self.mapping(name).items():
            text = self._setting(f"{name}.{setting}", setting, value)
            if text is not None:
                found[setting] = text
        return found

    def setting_name(self, place: str, setting: str) -> bool:
        """Whether there is a topic setting of that name; if not, that is noted at `place`."""
        if value_facts(setting) is not None:
            return True
        likely = nearest(setting, [one.name for one in all_topic_properties()])
        advice = f"did you mean {likely}?" if likely else "leave it out"
        self.fault(place, f"must be a topic setting of Kafka; {advice}")
        return False

    def _setting(self, place: str, setting: str, value: object) -> str | None:
        facts = value_facts(setting)
        if facts is None:
            self.setting_name(place, setting)
            return None
        stated: SettingValue | None = None
        if isinstance(value, list):
            if facts.type is SettingType.LIST and all(isinstance(one, str) for one in value):
                stated = ",".join(value)
        elif isinstance(value, str | int | float):
            stated = value
        text = None if stated is None else settings_text({setting: stated})[setting]
        if text is not None and facts.accepts(text):
            return text
        example = _EXAMPLES.get(facts.unit or "")
        units = f", or text with a unit such as {example!r}" if example else ""
        self.fault(place, f"must be {facts.phrase}{units}, got {shown(value)}")
        return None


def shown(value: object) -> str:
    """`value` as Python writes it, shortened where it is long."""
    return _SHORT.repr(value)
