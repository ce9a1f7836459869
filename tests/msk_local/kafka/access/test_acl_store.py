"""The lists of a cluster outlive its brokers."""

from itertools import pairwise

from msk_local.kafka.access.acl import (
    Acl,
    Operation,
    Pattern,
    PatternType,
    Permission,
    ResourceType,
)
from msk_local.kafka.access.acl_store import AclStore


def entry(name):
    """An entry about a transactional id."""
    pattern = Pattern(ResourceType.TRANSACTIONAL_ID, name, PatternType.PREFIXED)
    return Acl(pattern, "User:CN=app,O=Müller\\, Söhne", "::1", Operation.WRITE, Permission.DENY)


def test_entries_are_read_again(tmp_path):
    """A store at the same path has the same entries, each once, in the same order."""
    store = AclStore(tmp_path / "acls.json")
    assert store.acls == ()
    store.add([entry("b"), entry("a")])
    store.add([entry("a")])
    store.remove([entry("nothing")])
    assert AclStore(tmp_path / "acls.json").acls == store.acls == (entry("a"), entry("b"))
    store.remove([entry("a"), entry("b")])
    assert AclStore(tmp_path / "acls.json").acls == ()


def test_the_revision_tells_of_changes(tmp_path):
    """Only what changes the entries gives them another number."""
    store = AclStore(tmp_path / "acls.json")
    revisions = [store.revision]
    for change in (store.add, store.add, store.remove, store.remove):
        change([entry("a")])
        revisions.append(store.revision)
    changed = [before != after for before, after in pairwise(revisions)]
    assert changed == [True, False, True, False]


def test_a_file_is_replaced_whole(tmp_path):
    """Nothing but the list itself is left beside it."""
    AclStore(tmp_path / "acls.json").add([entry("a")])
    assert [path.name for path in tmp_path.iterdir()] == ["acls.json"]
