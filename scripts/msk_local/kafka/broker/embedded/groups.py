"""All consumer groups of the cluster."""

from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.group import Group
from msk_local.kafka.broker.embedded.membership import GroupError


class Groups:
    """All groups of the cluster."""

    def __init__(self) -> None:
        self.by_id: dict[str, Group] = {}

    def get_or_create(self, group_id: str) -> Group:
        """The group of this id, made when there is none.

        Raises:
            GroupError: No group can have this id.
        """
        if not group_id:
            raise GroupError(ErrorCode.invalid_group_id)
        return self.by_id.setdefault(group_id, Group(group_id))

    def get(self, group_id: str) -> Group:
        """The group of this id.

        Raises:
            GroupError: There is none, so nobody is a member of it.
        """
        if group_id not in self.by_id:
            raise GroupError(ErrorCode.unknown_member_id)
        return self.by_id[group_id]

    def delete(self, group_id: str) -> None:
        """Forget a group and its offsets.

        Raises:
            GroupError: There is no such group, or it has members.
        """
        group = self.by_id.get(group_id)
        if group is None:
            raise GroupError(ErrorCode.group_id_not_found)
        if group.members:
            raise GroupError(ErrorCode.non_empty_group)
        del self.by_id[group_id]

    def forget_topic(self, name: str) -> None:
        """Drop all offsets committed for a topic that is gone."""
        for group in self.by_id.values():
            for key in [key for key in group.offsets if key[0] == name]:
                del group.offsets[key]
