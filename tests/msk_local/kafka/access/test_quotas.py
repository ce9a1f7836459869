"""Quotas: which one concerns a client, what values they take, and that they are kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.kafka.access.quotas import QuotaStore, fault_of_entity, fault_of_quota

RATE = "producer_byte_rate"
USER, CLIENT = (("user", "a"),), (("client-id", "c"),)
ENTITIES = {
    "user and client": (("client-id", "c"), ("user", "a")),
    "user, default client": (("client-id", None), ("user", "a")),
    "user": USER,
    "default user, client": (("client-id", "c"), ("user", None)),
    "default user and client": (("client-id", None), ("user", None)),
    "default user": (("user", None),),
    "client": CLIENT,
    "default client": (("client-id", None),),
}
"""In the order of Kafka's documentation: the first that has a quota counts."""


@pytest.mark.parametrize("closest", range(len(ENTITIES)))
def test_the_closest_entity_counts(tmp_path, closest):
    """Whatever entities further away say, the closest one's quota is the client's."""
    store = QuotaStore(tmp_path / "quotas.json")
    for number, entity in enumerate(ENTITIES.values()):
        if number >= closest:
            store.alter(entity, {RATE: 100.0 + number})
    assert store.limit(RATE, "a", "c").rate == 100.0 + closest


def test_others_are_not_concerned(tmp_path):
    """A quota of a user and one of a client id leave everybody else alone."""
    store = QuotaStore(tmp_path / "quotas.json")
    store.alter(USER, {RATE: 1.0})
    store.alter(CLIENT, {RATE: 2.0})
    assert store.limit(RATE, "b", "d") is None
    assert store.limit("consumer_byte_rate", "a", "c") is None
    assert store.limit(RATE, "b", "c").shared_by == ("", "c")
    assert store.limit(RATE, "a", "d").shared_by == ("a", "")


changes = st.dictionaries(
    st.sampled_from([RATE, "consumer_byte_rate", "request_percentage"]),
    st.none() | st.floats(0.5, 1e9),
)


@given(st.lists(st.tuples(st.sampled_from(list(ENTITIES.values())), changes), max_size=8))
@settings(deadline=None, max_examples=60)
def test_what_was_altered_is_read_again(tmp_path_factory, alterations):
    """A store at the same path has what is left of all changes, and no entity without quotas."""
    path = tmp_path_factory.mktemp("quotas") / "quotas.json"
    store, expected = QuotaStore(path), {}
    for entity, changed in alterations:
        store.alter(entity, changed)
        merged = {**expected.pop(entity, {}), **changed}
        if kept := {key: value for key, value in merged.items() if value is not None}:
            expected[entity] = kept
    assert store.quotas == QuotaStore(path).quotas == expected


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], "empty client quota entity"),
        ([("group", "x")], "Unhandled client quota entity type: group"),
        ([("user", "")], "Empty user not supported"),
        ([("ip", "10.0.0.1"), ("user", "a")], "combination"),
        ([("ip", "nowhere")], "not a valid IP"),
        ([("ip", "10.0.0.1")], None),
        ([("ip", None)], None),
        ([("user", None), ("client-id", "c")], None),
    ],
)
def test_entities_that_kafka_takes(parts, words):
    """Each fault of an entity has its words."""
    fault = fault_of_entity(parts)
    assert (fault is None) if words is None else words in fault


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (RATE, 1, None),
        (RATE, 0, "greater than 0"),
        (RATE, -1, "greater than 0"),
        (RATE, float("nan"), "greater than 0"),
        (RATE, 1.5, "fractional"),
        (RATE, 1e19, "too large for a LONG"),
        ("request_percentage", 12.5, None),
        ("controller_mutation_rate", 0.1, None),
        ("connection_creation_rate", 1, "Invalid configuration key"),
        ("no_such", 1, "Invalid configuration key no_such"),
    ],
)
def test_values_that_kafka_takes(key, value, words):
    """Each fault of a value has its words."""
    fault = fault_of_quota(USER, key, value)
    assert (fault is None) if words is None else words in fault


@pytest.mark.parametrize(
    ("key", "value", "taken"),
    [
        ("connection_creation_rate", 10, True),
        ("connection_creation_rate", 1e10, False),
        (RATE, 1, False),
    ],
)
def test_an_address_has_a_quota_of_its_own(key, value, taken):
    """An address takes the rate of connections, a whole number, and nothing else."""
    assert (fault_of_quota((("ip", None),), key, value) is None) is taken
