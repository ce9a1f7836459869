"""Settings of topics."""

import pytest

from msk_local.kafka.broker.embedded.settings import TOPIC_SETTINGS, invalid_setting


@pytest.mark.parametrize("name", TOPIC_SETTINGS)
def test_every_default_is_valid(name):
    """No setting refuses its own default."""
    assert TOPIC_SETTINGS[name].problem(TOPIC_SETTINGS[name].default) is None


def test_says_which_setting_is_wrong_and_why():
    """A refusal names the setting, its value and the rule."""
    problem = invalid_setting({"retention.ms": "60000", "min.insync.replicas": "0"}, {})
    assert (
        problem == "Invalid value 0 for configuration min.insync.replicas: must be 1 to 2147483647"
    )


def test_lists_take_several_words():
    """A list may hold each of its words, and no other."""
    assert invalid_setting({"cleanup.policy": "compact,delete"}, {}) is None
    assert "must be of compact, delete" in invalid_setting({"cleanup.policy": "compact,burn"}, {})


def test_a_second_tier_needs_tiered_storage():
    """A topic keeps records in a second tier only where the brokers have one."""
    tiered = {"remote.storage.enable": "true"}
    assert "Tiered Storage functionality is disabled" in invalid_setting(tiered, {})
    assert invalid_setting(tiered, {"remote.log.storage.system.enable": "true"}) is None
    assert invalid_setting({"remote.storage.enable": "false"}, {}) is None
