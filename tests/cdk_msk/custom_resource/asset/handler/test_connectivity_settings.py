"""Steps from what a cluster is to what is said, one by one and through every misfortune."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cdk_msk.custom_resource.asset.handler.slow_msk import (
    METHODS,
    Clock,
    FakeMsk,
    chain,
    error,
    sender,
)


def said(public, vpcs):
    """The properties that say so; None says nothing."""
    vpc = vpcs is not None and {n: str(n in vpcs).lower() for n in ("Iam", "Scram", "Tls")}
    return {
        **({} if public is None else {"PublicAccess": str(public).lower()}),
        **({"VpcConnectivity": vpc} if vpc is not False else {}),
    }


SAID = st.builds(
    said,
    st.none() | st.booleans(),
    st.none() | st.sets(st.sampled_from(["Iam", "Scram", "Tls"])),
)
FAULTS = st.dictionaries(
    st.sampled_from([*METHODS, "invoke"]),
    st.lists(
        st.sampled_from(["TooManyRequestsException", "AccessDeniedException", "Unheard"]).map(
            error
        ),
        max_size=2,
    ),
)
TROUBLE = st.fixed_dictionaries(
    {
        "takes": st.sampled_from([1, 600, 2400, 7200]),
        "faults": FAULTS,
        "failing": st.sampled_from([{}, {"PublicAccess": "no"}, {"VpcConnectivity": "no"}]),
        "refused": st.sampled_from([{}, {"PublicAccess": "no"}]),
        "elsewhere": st.sampled_from([0, 60, 4000]),
    }
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=SAID, wanted=SAID, trouble=TROUBLE)
def test_afterwards_the_state_is_old_or_new(within, answers, before, wanted, trouble):
    """Whatever goes wrong in an update, its rollback leaves the old state, and a retry the new."""
    msk = FakeMsk(Clock(), takes=1)
    send = sender(within(msk), msk, answers)
    assert chain(send, "Create", before, None)
    old = msk.opened
    msk.takes, msk.failing, msk.refused = (trouble[x] for x in ("takes", "failing", "refused"))
    msk.faults = {method: list(errors) for method, errors in trouble["faults"].items()}
    msk.change_elsewhere(trouble["elsewhere"])
    if not chain(send, "Update", wanted, before):
        msk.faults, msk.failing, msk.refused = {}, {}, {}
        assert chain(send, "Update", before, wanted)
        assert msk.opened == old
        assert chain(send, "Update", wanted, before)
    public, vpcs, _ = msk.opened
    assert public == (wanted.get("PublicAccess") == "true")
    assert vpcs == {n for n, on in wanted.get("VpcConnectivity", {}).items() if on == "true"}


def test_every_step_leads_on(load):
    """From any state, each step speaks of one setting, and no more than three lead to what is said."""
    module = load("connectivity_settings")
    kinds = [frozenset(), frozenset({"Iam"}), frozenset({"Iam", "Scram", "Tls"})]
    states = [module.Settings(p, v, d) for p in (False, True) for v in kinds for d in (False, True)]
    sayings = [
        module.Settings(p, v, d)
        for p in (None, False, True)
        for v in (None, *kinds)
        for d in (None, True)
    ]
    for state in states:
        for wanted in sayings:
            msk = FakeMsk(Clock())
            present, steps = state, 0
            while step := module.next_step(present, wanted):
                assert len(step) == 1
                msk.connectivity |= step
                public, vpcs, dual = msk.opened
                changed = {
                    "PublicAccess": {"public_access": public},
                    "VpcConnectivity": {"vpc_connectivity": frozenset(vpcs)},
                    "NetworkType": {"dual_stack": dual},
                }
                present, steps = present._replace(**changed[next(iter(step))]), steps + 1
                assert steps <= 3
            for one, other in zip(wanted, present, strict=True):
                assert one in (None, other)
