"""Rotations that are interrupted, repeated, given up and mixed up at random."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
SETTINGS = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SETTINGS
@given(seed=st.integers(0, 2**32), learning=st.sampled_from([0, 1, 30, 300, 600, 1200, 3000]))
def test_clients_can_sign_in_at_every_moment(in_world, new_world, load, died, seed, learning):
    """Whatever happens, the world watches its promise; and once nothing happens, it rotates."""
    chance = random.Random(seed)
    world = new_world(learning=learning)
    function = in_world(world)
    refused = (load("errors").RotationError, died)

    def fault(call, when):
        if chance.random() < 0.1:
            raise died

    world.fault = fault
    tokens = [world.begin()]
    for _ in range(chance.randrange(30)):
        match chance.randrange(10):
            case 0:
                tokens.append(world.begin())
            case 1:
                world.sleep(chance.uniform(0, 2000))
            case 2:
                attempt(function.step, chance.choice(STEPS), chance.choice(tokens), refused)
            case _:
                if all(attempt(function.step, step, tokens[-1], refused) for step in STEPS):
                    tokens.append(world.begin())
    world.fault = lambda call, when: None
    world.sleep(3000)
    username, _ = world.current
    token = world.begin()
    while not all(attempt(function.step, step, token, refused) for step in STEPS):
        assert world.now < 1e6, "the rotation does not come to an end"
    assert world.current[0] != username
    assert world.works


def attempt(step, name, token, refused):
    """Whether a step was done."""
    try:
        step(name, token)
    except refused:
        return False
    return True
