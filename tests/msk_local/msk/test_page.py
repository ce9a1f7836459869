"""Lists in pages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.msk.errors import MskError
from msk_local.msk.page import page


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(), max_size=30), st.integers(min_value=1, max_value=7))
def test_the_pages_together_are_the_list(items, size):
    """Following the tokens gives every item once, in order."""
    collected, parameters = [], {"MaxResults": size}
    while True:
        answer = page(parameters, items, "Items")
        collected += answer["Items"]
        if "NextToken" not in answer:
            break
        parameters = {"MaxResults": size, "NextToken": answer["NextToken"]}
    assert collected == items


@pytest.mark.parametrize("parameters", [{"MaxResults": 0}, {"NextToken": "x"}])
def test_sizes_and_tokens_that_are_none_are_refused(parameters):
    """A token somebody made up is a bad request."""
    with pytest.raises(MskError):
        page(parameters, [1, 2], "Items")
