"""Settings of topics stay within the ranges of the policy."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msk_model.finding import Finding
from msk_model.quantities import SettingValue, setting_value
from msk_model.topic_policy.parts import ConfigRange, settings_text, value_facts
from msk_model.unknown import Unknown

if TYPE_CHECKING:
    from msk_model.topic_policy.declared_topic import DeclaredTopic
    from msk_model.topic_policy.policy import TopicPolicy


_WITHOUT_LIMIT = -1


def rule(topic: "DeclaredTopic", policy: "TopicPolicy") -> Iterator[Finding]:
    """Refuse values outside the range of their setting."""
    configs = topic.shape.configs
    if isinstance(configs, Unknown):
        return
    for setting, limits in policy.config_ranges.items():
        text = configs.get(setting)
        if not isinstance(text, str):
            continue
        must = _broken(setting, text, limits)
        if must is not None:
            yield Finding(
                rule="config-stays-within-policy",
                severity=policy.severity,
                field=f"configs.{setting}",
                value=setting_value(text, value_facts(setting)),
                must=must,
                fix="correct the value, or ask for the policy to change",
                source=policy.source,
            )


def _broken(setting: str, text: str, limits: ConfigRange) -> str | None:
    allowed = [settings_text({setting: one})[setting] for one in limits.allowed]
    if allowed and text not in allowed:
        return f"be one of {', '.join(limits.allowed)}"
    number = _number(text)
    if number is None:
        return None  # no number at all: Kafka's own rule says so
    least, most = _limit(setting, limits.minimum), _limit(setting, limits.maximum)
    if most is not None and (number > most or number == _WITHOUT_LIMIT):
        return f"be at most {limits.maximum}"
    if least is not None and number < least and number != _WITHOUT_LIMIT:
        return f"be at least {limits.minimum}"
    return None


def _limit(setting: str, limit: SettingValue | None) -> float | None:
    return None if limit is None else _number(settings_text({setting: limit})[setting])


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
