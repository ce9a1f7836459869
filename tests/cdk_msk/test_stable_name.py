"""Names that stay."""

import aws_cdk as cdk
from constructs import Construct
from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_msk.stable_name import stable_name

ids = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-", min_size=1, max_size=120)


@given(path=st.lists(ids, min_size=1, max_size=4))
@settings(deadline=None, max_examples=50)
def test_names_fit(path):
    """Whatever ids lead to a construct, its name has letters, digits and dashes, and fits."""
    scope = cdk.Stack(cdk.App(), "Stack")
    for id_ in path:
        scope = Construct(scope, id_)
    name = stable_name(scope, max_length=64)
    assert 0 < len(name) <= 64
    assert name.replace("-", "").isalnum()
    assert name == stable_name(scope, max_length=64)
