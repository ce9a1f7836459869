"""Every guard, in every version of its request: nothing passes without its grant."""

import pytest
from kio.schema.errors import ErrorCode

from msk_local.kafka.front_door.guards import GUARDS
from msk_local.kafka.front_door.permissions import Everything
from msk_local.kafka.protocol import ApiKey, parse_response, response_frame

VERSIONS = [
    pytest.param(api, version, id=f"{ApiKey(api).name.lower()}-{version}")
    for api, (versions, _) in GUARDS.items()
    for version in range(versions.minimum, versions.maximum + 1)
    if not (api == ApiKey.PRODUCE and version < 3)  # announced for old clients, gone from Kafka 4
]
OPEN_TO_ALL = {ApiKey.DESCRIBE_CLUSTER}
FILTERED = {ApiKey.METADATA, ApiKey.LIST_GROUPS}
"""The broker is asked, and its answer cut down."""
REFUSALS = {
    ErrorCode.topic_authorization_failed,
    ErrorCode.group_authorization_failed,
    ErrorCode.cluster_authorization_failed,
    ErrorCode.transactional_id_authorization_failed,
}


class Granted:
    """Allows the named actions on everything, and remembers what was asked."""

    def __init__(self, *actions):
        self.actions = actions
        self.asked = set()

    async def refresh(self):
        """Nothing to learn."""

    def _on(self, action, _name=None):
        self.asked.add(action)
        return action in self.actions

    on_cluster = on_topic = on_group = on_transactional_id = _on


def errors_in(message):
    """All error codes anywhere in a message."""
    found = set()
    for name in getattr(message, "__dataclass_fields__", ()):
        value = getattr(message, name)
        if isinstance(value, ErrorCode):
            found.add(value)
        for element in value if isinstance(value, tuple) else (value,):
            found |= errors_in(element)
    return found


@pytest.mark.parametrize(("api", "version"), VERSIONS)
def test_everything_passes_as_it_is_for_who_may_do_everything(sample_request, api, version):
    """With all permissions a request goes to the broker, and nothing of it is refused."""
    request = sample_request(api, version)
    outcome = GUARDS[api][1](request, Everything())
    assert outcome.forward is not None
    assert not outcome.refused


@pytest.mark.parametrize(
    ("api", "version"), [v for v in VERSIONS if v.values[0] not in OPEN_TO_ALL | FILTERED]
)
def test_nothing_passes_for_who_may_do_nothing(sample_request, api, version):
    """Without permissions the answer is made at the door, is well-formed, and says why."""
    outcome = GUARDS[api][1](sample_request(api, version), Granted())
    assert outcome.forward is None
    assert outcome.refused
    answer = parse_response(api, version, response_frame(7, outcome.answer))
    assert errors_in(answer) & REFUSALS


@pytest.mark.parametrize("version", range(13))
def test_hidden_topics_are_not_asked_for(sample_request, version):
    """Metadata names no hidden topic to the broker, and refuses each of them to the client."""
    request = sample_request(ApiKey.METADATA, version)
    outcome = GUARDS[ApiKey.METADATA][1](request, Granted())
    assert outcome.forward.topics == ()
    assert outcome.refused


@pytest.mark.parametrize(
    ("api", "actions"),
    [
        (ApiKey.PRODUCE, {"AlterTransactionalId", "WriteData"}),
        (ApiKey.FETCH, {"ReadData"}),
        (ApiKey.LIST_OFFSETS, {"DescribeTopic"}),
        (ApiKey.OFFSET_FOR_LEADER_EPOCH, {"DescribeTopic"}),
        (ApiKey.OFFSET_COMMIT, {"AlterGroup", "ReadData"}),
        (ApiKey.OFFSET_FETCH, {"DescribeGroup", "DescribeTopic"}),
        (ApiKey.OFFSET_DELETE, {"DeleteGroup", "ReadData"}),
        (ApiKey.JOIN_GROUP, {"AlterGroup"}),
        (ApiKey.SYNC_GROUP, {"AlterGroup"}),
        (ApiKey.HEARTBEAT, {"AlterGroup"}),
        (ApiKey.LEAVE_GROUP, {"AlterGroup"}),
        (ApiKey.DESCRIBE_GROUPS, {"DescribeGroup"}),
        (ApiKey.DELETE_GROUPS, {"DeleteGroup"}),
        (ApiKey.DELETE_TOPICS, {"DeleteTopic"}),
        (ApiKey.DELETE_RECORDS, {"DeleteTopic"}),
        (ApiKey.CREATE_PARTITIONS, {"AlterTopic"}),
        (ApiKey.INIT_PRODUCER_ID, {"AlterTransactionalId"}),
        (ApiKey.ADD_PARTITIONS_TO_TXN, {"AlterTransactionalId", "WriteData"}),
        (ApiKey.ADD_OFFSETS_TO_TXN, {"AlterTransactionalId", "AlterGroup"}),
        (ApiKey.END_TXN, {"AlterTransactionalId"}),
        (ApiKey.TXN_OFFSET_COMMIT, {"AlterTransactionalId", "AlterGroup", "ReadData"}),
    ],
    ids=lambda value: value.name.lower() if isinstance(value, ApiKey) else "",
)
def test_each_request_demands_its_actions(sample_request, api, actions):
    """A request passes with exactly the actions it demands, and with none of them missing."""
    request = sample_request(api, GUARDS[api][0].maximum)
    granted = Granted(*actions)
    assert not GUARDS[api][1](request, granted).refused
    assert granted.asked == actions
    for missing in actions:
        assert GUARDS[api][1](request, Granted(*(actions - {missing}))).refused


def test_fetch_sessions_end_at_the_door(sample_request):
    """A session would outlive a permission, so the broker never opens one."""
    outcome = GUARDS[ApiKey.FETCH][1](sample_request(ApiKey.FETCH, 12), Everything())
    assert (outcome.forward.session_id, outcome.forward.session_epoch) == (0, -1)
