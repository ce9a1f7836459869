"""Consumer groups: generations begin together and end when somebody comes or goes."""

import asyncio

import pytest
from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.group import Group
from msk_local.kafka.broker.embedded.groups import Groups
from msk_local.kafka.broker.embedded.membership import Candidate, Committed, GroupError, GroupState


def candidate(
    *, protocols=("range",), session=30.0, rebalance=30.0, instance=None, kind="consumer"
):
    return Candidate(
        client_id="app",
        client_host="/127.0.0.1",
        instance_id=instance,
        session_timeout=session,
        rebalance_timeout=rebalance,
        protocol_type=kind,
        protocols=dict.fromkeys(protocols, b"subscription"),
    )


async def settle(group, *candidates):
    """Let new members join together and be assigned their own ids."""
    joined = await asyncio.gather(*(group.join("", c, needs_id=False) for c in candidates))
    leader = next(j for j in joined if j.members)
    plan = {member.member_id: member.member_id.encode() for member in leader.members}
    await asyncio.gather(
        *(group.sync(j.member_id, j.generation, plan if j is leader else {}) for j in joined)
    )
    return joined


def refused(error):
    return pytest.raises(GroupError, match=error.name)


def test_members_who_come_together_share_a_generation():
    """All get the same generation and protocol; one leads and sees the others."""

    async def run():
        group = Group("g")
        one, two = await settle(
            group, candidate(protocols=("a", "b")), candidate(protocols=("b", "c"))
        )
        assert (one.generation, one.protocol, one.leader) == (1, "b", two.leader)
        assert sorted([len(one.members), len(two.members)]) == [0, 2]
        assert group.state is GroupState.STABLE
        assert await group.sync(one.member_id, 1, {}) == one.member_id.encode()

    asyncio.run(run())


def test_a_newcomer_starts_a_new_generation():
    """Members learn by their heartbeat that they must join again, and then all go on."""

    async def run():
        group = Group("g")
        (old,) = await settle(group, candidate())
        newcomer = asyncio.create_task(group.join("", candidate(), needs_id=False))
        await asyncio.sleep(0)
        with refused(ErrorCode.rebalance_in_progress):
            group.heartbeat(old.member_id, 1)
        with refused(ErrorCode.rebalance_in_progress):
            await group.sync(old.member_id, 1, {})
        again = await group.join(old.member_id, candidate(), needs_id=False)
        new = await newcomer
        assert (again.generation, new.generation, again.leader) == (2, 2, old.member_id)
        with refused(ErrorCode.illegal_generation):
            group.heartbeat(old.member_id, 1)

    asyncio.run(run())


def test_a_member_that_does_not_come_back_is_left_behind():
    """When the rebalance timeout is over, the generation begins without it."""

    async def run():
        group = Group("g")
        (old,) = await settle(group, candidate(rebalance=0.05))
        new = await group.join("", candidate(rebalance=0.05), needs_id=False)
        assert (new.generation, new.leader) == (2, new.member_id)
        with refused(ErrorCode.unknown_member_id):
            group.heartbeat(old.member_id, 2)

    asyncio.run(run())


def test_a_silent_member_is_removed():
    """A session that runs out empties the group."""

    async def run():
        group = Group("g")
        (member,) = await settle(group, candidate(session=0.5))
        async with asyncio.timeout(60):
            while group.members:
                await asyncio.sleep(0.01)
        assert group.state is GroupState.EMPTY
        with refused(ErrorCode.unknown_member_id):
            group.heartbeat(member.member_id, 1)

    asyncio.run(run())


def test_who_leaves_lets_the_others_go_on():
    """Leaving starts a rebalance of the rest, and the last one empties the group."""

    async def run():
        group = Group("g")
        one, two = await settle(group, candidate(), candidate())
        group.leave(one.member_id, None)
        with refused(ErrorCode.rebalance_in_progress):
            group.heartbeat(two.member_id, 1)
        again = await group.join(two.member_id, candidate(), needs_id=False)
        assert [member.member_id for member in again.members] == [two.member_id]
        group.leave(two.member_id, None)
        assert group.state is GroupState.EMPTY
        with refused(ErrorCode.unknown_member_id):
            group.leave(two.member_id, None)

    asyncio.run(run())


def test_a_follower_that_joins_again_unchanged_disturbs_nobody():
    """Only a changed subscription, or the leader, starts another generation."""

    async def run():
        group = Group("g")
        joined = await settle(group, candidate(), candidate())
        follower = next(j for j in joined if not j.members)
        again = await group.join(follower.member_id, candidate(), needs_id=False)
        assert (again.generation, group.state) == (1, GroupState.STABLE)

    asyncio.run(run())


def test_a_new_member_takes_its_id_first():
    """A member that must have an id is sent away with one, and accepted with it only."""

    async def run():
        group = Group("g")
        with refused(ErrorCode.member_id_required) as asked:
            await group.join("", candidate(), needs_id=True)
        with refused(ErrorCode.unknown_member_id):
            await group.join("invented", candidate(), needs_id=True)
        joined = await group.join(asked.value.member_id, candidate(), needs_id=True)
        assert joined.member_id == asked.value.member_id

    asyncio.run(run())


def test_a_static_member_replaces_itself():
    """The same instance comes back under a new id, and its old id is fenced off."""

    async def run():
        group = Group("g")
        (old,) = await settle(group, candidate(instance="i"))
        (new,) = await settle(group, candidate(instance="i"))
        assert list(group.members) == [new.member_id]
        with refused(ErrorCode.fenced_instance_id):
            await group.join(old.member_id, candidate(instance="i"), needs_id=False)
        group.leave("", "i")
        assert not group.members

    asyncio.run(run())


@pytest.mark.parametrize(
    "other", [candidate(protocols=("x",)), candidate(protocols=()), candidate(kind="connect")]
)
def test_refuses_members_that_have_nothing_in_common(other):
    """A member must share kind and an assignment protocol with all others."""

    async def run():
        group = Group("g")
        await settle(group, candidate())
        with refused(ErrorCode.inconsistent_group_protocol):
            await group.join("", other, needs_id=False)

    asyncio.run(run())


def test_only_members_commit_while_there_are_any():
    """An outsider commits to an empty group only, a member only in its own generation."""

    async def run():
        group = Group("g")
        group.commit("", -1, {("t", 0): Committed(1, 0, None)})
        (member,) = await settle(group, candidate())
        group.commit(member.member_id, 1, {("t", 0): Committed(2, 0, None)})
        with refused(ErrorCode.unknown_member_id):
            group.commit("", -1, {})
        with refused(ErrorCode.illegal_generation):
            group.commit(member.member_id, 0, {})
        assert group.offsets["t", 0].offset == 2

    asyncio.run(run())


def test_groups_are_deleted_when_empty_only():
    """A group with members stays; without them it goes, once."""

    async def run():
        groups = Groups()
        group = groups.get_or_create("g")
        (member,) = await settle(group, candidate())
        with refused(ErrorCode.non_empty_group):
            groups.delete("g")
        group.leave(member.member_id, None)
        groups.delete("g")
        with refused(ErrorCode.group_id_not_found):
            groups.delete("g")
        with refused(ErrorCode.invalid_group_id):
            groups.get_or_create("")

    asyncio.run(run())
