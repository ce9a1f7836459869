"""The four steps: done, repeated, interrupted, refused and out of order."""

import json

import pytest

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
CLIENT = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:client-0a1b2c"
PREFIX = "AmazonMSK_demo_"
CALLS = {
    "createSecret": 4,  # what is there, what is decided, what is current, the decision
    "setSecret": 5,
    "testSecret": 2,
    "finishSecret": 3,
}


@pytest.fixture
def error(load):
    """What the function raises."""
    return load("errors").RotationError


def value(world, secret, label="AWSCURRENT"):
    found = world.secrets[secret]
    return json.loads(found.values[found.labels[label]])


def test_two_users_take_turns(world, function):
    """Each rotation moves clients to the other user, with a password nobody has had."""
    seen = [world.current]
    for _ in range(4):
        function.rotate()
        seen.append(world.current)
    assert [username for username, _ in seen] == [
        "orders",
        "orders-alternate",
        "orders",
        "orders-alternate",
        "orders",
    ]
    assert len({password for _, password in seen}) == 5


def test_the_former_user_works_until_the_next_rotation(world, function):
    """That is the overlap in which clients turn to the new credentials."""
    before = dict([world.current])
    function.rotate()
    assert before.items() <= world.known.items()
    function.rotate()
    assert not before.items() <= world.known.items()


def test_the_first_user_is_left_alone_at_first(world, function):
    """Switching rotation on cuts nobody: clients that know the first user have a period left."""
    function.rotate()
    assert world.known["orders"] == "first of orders"
    assert value(world, f"{PREFIX}orders")["password"] == "first of orders"


def test_a_password_is_long_and_plain(world, function):
    """Letters and digits need no escaping, in whatever file they end up."""
    function.rotate()
    _, password = world.current
    assert len(password) == 32
    assert password.isalnum()
    assert password.isascii()


@pytest.mark.parametrize("step", STEPS)
def test_a_step_may_be_repeated(world, function, step):
    """Secrets Manager repeats what it heard no answer from; nothing is decided twice."""
    token = world.begin()
    for one in STEPS:
        function.step(one, token)
        if one == step:
            decided = world.secrets[CLIENT].values[token]
            function.step(one, token)
            assert world.secrets[CLIENT].values[token] == decided
    assert world.current[0] == "orders-alternate"
    assert world.works


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", range(5))
def test_a_step_that_dies_in_any_call_is_done_by_the_next_attempt(
    world, function, died, step, when, number
):
    """Before or after each call to AWS; then the whole rotation runs again, as on AWS."""
    token = world.begin()
    for one in STEPS[: STEPS.index(step)]:
        function.step(one, token)
    world.fault = die_in_call(number, when, died)
    if number < CALLS[step]:
        with pytest.raises(died):
            function.step(step, token)
    world.fault = lambda call, when: None
    function.rotate(token)
    assert world.current[0] == "orders-alternate"
    assert world.works


def die_in_call(number, when, died):
    seen = {"before": -1, "after": -1}

    def fault(call, moment):
        seen[moment] += 1
        if (moment, seen[moment]) == (when, number):
            raise died

    return fault


def test_every_call_was_counted(world, function):
    """The table of calls above is what the steps do, so that no call is left out of the tests."""
    token, counted = world.begin(), {}
    for step in STEPS:
        before = len(world.history)
        function.step(step, token)
        counted[step] = len(world.history) - before
    assert counted == CALLS


def test_a_refused_call_ends_the_step(world, function):
    """Secrets Manager tries again; what was refused is not passed over."""

    def denied(call, when):
        raise PermissionError("AccessDeniedException")

    token = world.begin()
    world.fault = denied
    for step in STEPS:
        with pytest.raises(PermissionError):
            function.step(step, token)
    assert world.current[0] == "orders"


def test_waits_until_the_brokers_have_learnt(world, function):
    """MSK takes minutes to read a secret again."""
    world.learning = 540
    function.rotate()
    assert world.current[0] == "orders-alternate"
    assert world.now == 540


def test_waits_for_each_broker(world, function):
    """Clients may connect to any of them; one that is being patched comes back."""
    world.down = {"b-2.demo:9096"}
    token = world.begin()
    for step in STEPS[:2]:
        function.step(step, token)
    comes_back = world.sleep

    def sleep(seconds):
        comes_back(seconds)
        if world.now >= 60:
            world.down.clear()

    function.index.time.sleep = sleep
    function.step("testSecret", token)
    assert world.now == 60


@pytest.mark.parametrize("step", ["testSecret", "finishSecret"])
def test_gives_up_in_time_and_says_why(world, function, error, step):
    """Before Lambda stops it; clients keep what works, and the next attempt goes on from there."""
    world.learning = 1800
    token = world.begin()
    function.step("createSecret", token)
    function.step("setSecret", token)
    with pytest.raises(error, match=r"orders-alternate cannot sign in yet: b-1\.demo:9096: Ref"):
        function.step(step, token)
    assert world.now < 900
    assert world.current[0] == "orders"
    world.sleep(1800)
    function.rotate(token)
    assert world.current[0] == "orders-alternate"


def test_no_error_tells_a_password(world, function, error):
    """What is raised ends up in the log."""
    world.learning = 1800
    token = world.begin()
    function.step("createSecret", token)
    function.step("setSecret", token)
    with pytest.raises(error) as raised:
        function.step("testSecret", token)
    passwords = {json.loads(v)["password"] for v in world.secrets[CLIENT].values.values()}
    assert not any(password in str(raised.value) for password in passwords)


@pytest.mark.parametrize("step", STEPS[1:])
def test_no_step_goes_before_the_first(world, function, error, step):
    """There is nothing to tell the cluster or clients yet."""
    with pytest.raises(error, match="has no value; createSecret gives it one"):
        function.step(step, world.begin())
    assert world.current[0] == "orders"


def test_clients_are_not_told_before_the_cluster_is(world, function, error):
    """Without setSecret the brokers refuse, and the label does not move."""
    token = world.begin()
    function.step("createSecret", token)
    with pytest.raises(error, match="cannot sign in yet"):
        function.step("finishSecret", token)
    assert world.current[0] == "orders"


@pytest.mark.parametrize("step", STEPS)
def test_a_secret_that_is_not_rotated_is_left_alone(world, function, error, step):
    """Somebody has switched rotation off meanwhile."""
    token = world.begin()
    world.secrets[CLIENT].rotates = False
    with pytest.raises(error, match="is not enabled for rotation"):
        function.step(step, token)


@pytest.mark.parametrize("step", STEPS)
def test_a_strange_token_is_refused(world, function, error, step):
    """No version has that id."""
    world.begin()
    with pytest.raises(error, match="has no version token-x that is to become AWSCURRENT"):
        function.step(step, "token-x")


@pytest.mark.parametrize("step", STEPS)
def test_a_version_without_the_label_is_refused(world, function, error, step):
    """The version of a rotation that was given up, or is over, changes nothing any more."""
    given_up = world.begin()
    function.step("createSecret", given_up)
    function.rotate()
    with pytest.raises(error, match="that is to become AWSCURRENT"):
        function.step(step, given_up)


def test_a_finished_rotation_has_nothing_to_do(world, function):
    """Each step of a version that is current already looks once, and leaves."""
    token = function.rotate()
    function.rotate(token)
    assert world.history[-4:] == ["describe_secret"] * 4


def test_an_unknown_step_is_refused(world, function, error):
    """Rather than taken for done."""
    with pytest.raises(error, match="unknown step 'deleteSecret'"):
        function.step("deleteSecret", world.begin())


def test_the_password_in_use_is_never_changed(world, function, error):
    """When somebody has made the user current whose turn it is, setSecret touches nothing."""
    token = world.begin()
    function.step("createSecret", token)
    secret = world.secrets[CLIENT]
    secret.values["by hand"] = world.secrets[f"{PREFIX}orders-alternate"].values["v"]
    secret.labels["AWSCURRENT"] = "by hand"
    with pytest.raises(error, match="orders-alternate is in use"):
        function.step("setSecret", token)
    assert world.known["orders-alternate"] == "first of orders-alternate"


def test_what_somebody_put_into_a_users_secret_is_replaced(world, function):
    """The secret the cluster reads says what clients will read, whatever came between."""
    token = world.begin()
    function.step("createSecret", token)
    function.step("setSecret", token)
    stray = json.dumps({"username": "orders-alternate", "password": "stray"})
    world.put_secret_value(SecretId=f"{PREFIX}orders-alternate", SecretString=stray)
    function.rotate(token)
    assert world.works
    assert world.current[0] == "orders-alternate"


def test_a_trial_signs_in_with_what_is_there(world, function):
    """Where rotation does not begin at once, Secrets Manager tries a copy of the current value."""
    token = world.begin()
    world.secrets[CLIENT].values[token] = world.secrets[CLIENT].values["v"]
    function.step("testSecret", token)
    assert world.current[0] == "orders"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"username": "orders"}', '{"username": 1}'])
def test_a_secret_that_holds_no_credentials_is_refused(world, function, error, text):
    """The message shows the form, and nothing of the content."""
    world.watching = False
    world.secrets[CLIENT].values["v"] = text
    with pytest.raises(error, match="must be JSON of the form") as raised:
        function.step("createSecret", world.begin())
    assert raised.value.__context__ is None
