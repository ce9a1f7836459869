"""Versions by name."""

from datetime import date

import pytest

from cdk_msk import KafkaVersion
from msk_model.facts.kafka_versions import all_kafka_versions

CONSTANTS = {
    name: value for name, value in vars(KafkaVersion).items() if isinstance(value, KafkaVersion)
}


@pytest.mark.parametrize("name", CONSTANTS)
def test_constants_are_called_as_their_versions(name):
    """`V3_9_X_KRAFT` is ``3.9.x.kraft``."""
    assert CONSTANTS[name].name == name.removeprefix("V").replace("_", ".").lower()


def test_constants_are_the_supported_versions():
    """Every version without an end of support has a constant, and no other has."""
    supported = {
        one.name
        for one in all_kafka_versions()
        if one.end_of_support is None or one.end_of_support > date(2026, 11, 1)
    }
    assert {one.name for one in CONSTANTS.values()} == supported


def test_any_version_has_a_value():
    """A version newer than the library can be named, and compares by its name."""
    newer = KafkaVersion.of("5.0.x.kraft")
    assert newer == KafkaVersion("5.0.x.kraft")
    assert newer.kraft
    assert not KafkaVersion.V3_9_X.kraft
