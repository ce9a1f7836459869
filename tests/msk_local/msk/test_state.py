"""What the API remembers."""

from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.msk.state import Store, parse_properties

_NAMES = st.from_regex(r"[a-z]+(\.[a-z]+){0,3}", fullmatch=True)
_VALUES = st.from_regex(r"[A-Za-z0-9,_-][A-Za-z0-9=,_ -]*[A-Za-z0-9]", fullmatch=True)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(_NAMES, _VALUES, max_size=8))
def test_server_properties_survive_spaces_and_comments(properties):
    """However a file is laid out, its entries are read as they are."""
    lines = ["# a comment", "", *(f"  {name} =  {value} " for name, value in properties.items())]
    assert parse_properties("\n".join(lines).encode()) == properties


def test_arns_never_repeat():
    """Two resources of one name have two identities."""
    store = Store(account="123456789012", region="eu-central-1")
    first, second = (store.new_arn("cluster", "orders") for _ in range(2))
    assert first != second
    assert first.startswith("arn:aws:kafka:eu-central-1:123456789012:cluster/orders/")


def test_the_partition_follows_the_region():
    """China has a partition of its own."""
    store = Store(account="123456789012", region="cn-north-1")
    assert store.new_arn("cluster", "orders").startswith("arn:aws-cn:kafka:cn-north-1:")
