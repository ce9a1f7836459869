"""A name and a password as a secret holds them."""

import json

import pytest

from cdk_msk.scram.rotated_user import ALTERNATE


@pytest.fixture(scope="module")
def credentials(load):
    return load("credentials").Credentials


def test_are_read_and_written_alike(credentials):
    """What was written is read, whatever the characters."""
    given = credentials("orders", 'quo"tation, ünï=')
    assert credentials.of(given.text) == given
    assert json.loads(given.text) == given._asdict()


def test_a_successor_is_the_other_user(credentials):
    """There and back; the name is the only thing a pair has in common."""
    first = credentials("orders", "one")
    second = first.successor()
    assert (second.username, second.successor().username) == ("orders-alternate", "orders")
    assert len({first.password, second.password, second.successor().password}) == 3


def test_the_construct_and_the_function_name_the_second_user_alike(load):
    """They share no code: one runs where templates are written, one in Lambda."""
    assert load("credentials").ALTERNATE == ALTERNATE
