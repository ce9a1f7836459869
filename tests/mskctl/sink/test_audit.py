"""An audit finds what is wrong, and nothing where nothing is."""

import gzip
import io
import sys

import pytest

from mskctl.sink.audit import audit_sink
from mskctl.sink.chain_audit import ChainAudit
from mskctl.sink.findings import Audit
from mskctl.sink.handler_modules import handler_module
from mskctl.sink.inventory import Inventory
from mskctl.sink.links import Link
from mskctl.sink.reading import Read, read_records
from mskctl.sink.sinks import UnreadableSink


def audited(delivered, *, offsets=None, deep=True):
    return audit_sink(
        delivered.sink,
        s3=delivered.s3,
        dynamodb=delivered.dynamodb,
        offsets=offsets,
        deep=deep,
    )


def replace_body(delivered, key, change):
    found = delivered.s3.get_object(Bucket="lake", Key=key)
    body = gzip.compress(change(gzip.decompress(found["Body"].read())))
    delivered.s3.put_object(Bucket="lake", Key=key, Body=body, Metadata=found["Metadata"])


@pytest.mark.parametrize("deep", [True, False], ids=["deep", "metadata"])
def test_nothing_is_wrong(delivered, deep):
    """Batches, batches that come again, two partitions."""
    delivered.deliver(0, 1, 2)
    delivered.deliver(1, 2, 3)
    delivered.deliver(7, 8, partition=11)
    audit = audited(delivered, offsets={0: (0, 4), 11: (7, 9)}, deep=deep)
    assert (audit.findings, audit.records, audit.objects, audit.partitions) == ([], 6, 3, 2)
    assert audit.not_delivered_yet == 0


def test_an_empty_sink(delivered):
    """Nothing was delivered yet, and the topic says so."""
    audit = audited(delivered, offsets={0: (5, 9)})
    assert (audit.counts, audit.errors, audit.not_delivered_yet) == ({"not-delivered-yet": 1}, 0, 4)


@pytest.mark.parametrize("deep", [True, False], ids=["deep", "metadata"])
def test_gaps_are_no_errors(delivered, deep):
    """Offsets without a record are told with what they may be; their number either way."""
    delivered.deliver(0, 1, 2)
    delivered.deliver(5, 6, 9)
    audit = audited(delivered, deep=deep)
    assert (audit.errors, audit.offsets_missing) == (0, 4)
    assert "compaction" in audit.findings[0].message
    if deep:
        assert [(one.first, one.last) for one in audit.findings] == [(3, 4), (7, 8)]


def test_gaps_of_a_topic_that_is_named_like_a_format():
    """The name of an object tells its format, its topic does not."""
    audit = Audit()
    with Inventory.temporary() as inventory:
        chain = ChainAudit(0, audit, inventory, lambda _: Read({}), has_expired=lambda _: False)
        for start, end, records in ((0, 3, 3), (3, 9, 2)):
            link = Link(0, start, 0, f"topic=db.values.v1/{start}.ndjson.gz", 0, end, records)
            said = {"next-epoch": "0", "next-start": str(end), "records": str(records)}
            chain.add(link, Read(said))
    assert (audit.counts, audit.offsets_missing) == ({"gap": 1}, 4)


def test_records_that_came_late_fill_gaps(delivered):
    """A gap that a later epoch filled is none; what it did not fill still is."""
    delivered.deliver(0, 1, 2, 9)
    delivered.deliver(4, 5)
    audit = audited(delivered)
    assert (audit.errors, audit.epochs) == (0, 2)
    assert [(one.first, one.last) for one in audit.findings] == [(3, 3), (6, 8)]


def test_records_that_came_late_do_not_move_the_mark(delivered):
    """What earlier epochs delivered behind them is neither waiting nor deleted too soon."""
    delivered.deliver(0, 1, 2, 9)
    delivered.deliver(4, 5)
    audit = audited(delivered, offsets={0: (8, 12)})
    assert (audit.not_delivered_yet, audit.counts) == (2, {"gap": 2, "not-delivered-yet": 1})


def test_a_topic_created_anew_is_not_delivered_yet(delivered):
    """It ends before what was delivered of the old one, from which nothing follows for it."""
    delivered.deliver(*range(10))
    delivered.deliver(0, 1, value=b'{"new":true}')
    assert audited(delivered, offsets={0: (0, 5)}).not_delivered_yet == 3


def test_a_topic_created_anew(delivered):
    """Other records at offsets delivered before are no duplicates."""
    delivered.deliver(0, 1, 2)
    delivered.deliver(0, 1, value=b'{"new":true}')
    assert audited(delivered).findings == []
    assert audited(delivered, offsets={0: (0, 1)}).counts == {"topic-behind-mark": 1}


def test_retention_was_faster(delivered):
    """Records that the topic deleted before they were delivered are a gap."""
    delivered.deliver(0, 1, 2)
    (gap, behind) = audited(delivered, offsets={0: (10, 12)}).findings[::-1]
    assert (gap.kind, gap.first, gap.last) == ("gap", 3, 9)
    assert (behind.kind, behind.first, behind.last) == ("not-delivered-yet", 10, 11)


@pytest.mark.parametrize("deep", [True, False], ids=["deep", "metadata"])
def test_an_object_was_deleted(delivered, deep):
    """The link that says it was written is named with its key."""
    delivered.deliver(0, 1)
    delivered.deliver(2)
    gone = delivered.object_keys()[0]
    delivered.s3.delete_object(Bucket="lake", Key=gone)
    (finding,) = audited(delivered, deep=deep).findings
    assert (finding.kind, finding.key) == ("missing-object", gone)


@pytest.mark.parametrize("deep", [True, False], ids=["deep", "metadata"])
def test_an_object_expired(delivered, deep):
    """What is gone is no error where a rule deletes it, also when later epochs look for it."""
    delivered.deliver(0, 1)
    (gone,) = delivered.object_keys()
    delivered.deliver(0, value=b'{"new":true}')
    delivered.s3.delete_object(Bucket="lake", Key=gone)
    (missing,) = audited(delivered, deep=deep).findings
    assert missing.kind == "missing-object"

    delivered.sink.environment["EXPIRATION_DAYS"] = "30"
    audit = audited(delivered, deep=deep)
    assert (audit.errors, audit.counts) == (0, {"expired-object": 1})


def test_an_object_too_many(delivered):
    """A copy beside the original has no link."""
    delivered.deliver(0, 1)
    copy = delivered.object_keys()[0].replace("-0-", "-0-copy")
    delivered.s3.copy_object(
        Bucket="lake", Key=copy, CopySource={"Bucket": "lake", "Key": delivered.object_keys()[0]}
    )
    (finding,) = audited(delivered).findings
    assert (finding.kind, finding.key) == ("orphan-object", copy)


def test_links_were_deleted(delivered):
    """A chain has to begin at its beginning and to go on where it stopped."""
    for offset in range(4):
        delivered.deliver(offset)
    first, _, third, _ = delivered.places()
    for place in (first, third):
        delivered.dynamodb.delete_item(TableName="ledger", Key=place)
    assert audited(delivered).counts == {"broken-chain": 2, "orphan-object": 2}


def test_a_claim_without_object(delivered):
    """A writer that died after its claim leaves nothing to complain about."""
    delivered.deliver(0)
    claim = {"chain": {"S": f"{delivered.sink.chains}0"}, "place": {"S": f"{0:06d}/{1:020d}"}}
    item = {**claim, "ceiling": {"N": "0"}, "object_key": {"S": "raw/topic=orders/x"}}
    delivered.dynamodb.put_item(TableName="ledger", Item=item)
    assert audited(delivered).findings == []


@pytest.mark.parametrize(
    ("place", "item"),
    [("else", {}), (f"{0:06d}/{1:020d}", {}), (f"{0:06d}/{1:020d}", {"ceiling": {"N": "0.5"}})],
    ids=["place", "fields", "number"],
)
def test_an_entry_that_is_no_link(delivered, place, item):
    """Somebody else's entry in a chain cannot be read, in one line."""
    delivered.deliver(0)
    key = {"chain": {"S": f"{delivered.sink.chains}0"}, "place": {"S": place}}
    delivered.dynamodb.put_item(TableName="ledger", Item={**key, **item})
    with pytest.raises(UnreadableSink, match=f"ledger: link {place} of .*/orders/0 must be one"):
        audited(delivered)


def test_metadata_and_link_differ(delivered):
    """Whoever changed one of them is found out without reading records."""
    delivered.deliver(0, 1)
    (key,) = delivered.object_keys()
    body = delivered.s3.get_object(Bucket="lake", Key=key)["Body"].read()
    delivered.s3.put_object(Bucket="lake", Key=key, Body=body, Metadata={"records": "7"})
    assert audited(delivered, deep=False).counts == {"metadata-differs": 1}


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (lambda lines: lines * 2, {"count-differs", "not-in-order"}),
        (lambda lines: lines.split(b"\n")[0] + b"\n", {"count-differs", "gap"}),
        (lambda lines: lines.replace(b'"offset":1', b'"offset":9'), {"overlap", "gap"}),
        (lambda lines: lines.replace(b'"value":{}', b'"value":NaN'), {"unreadable-object"}),
        (lambda lines: lines.replace(b'"partition":0', b'"partition":1'), {"unreadable-object"}),
        (lambda _: b"no JSON\n", {"unreadable-object"}),
        (lambda _: b"[" * 100_000, {"unreadable-object"}),
        (lambda lines: lines.replace(b'"key":"k"', b'"key":5'), {"unreadable-object"}),
        (lambda lines: lines.replace(b'"offset":1', b'"offset":"1"'), {"unreadable-object"}),
        (
            lambda lines: lines.replace(b'"offset":1', b'"offset":1' + b"0" * 40),
            {"unreadable-object"},
        ),
    ],
    ids=[
        *("twice", "too few", "other offset", "NaN", "other partition", "no JSON"),
        *("nested", "key", "text", "large"),
    ],
)
def test_records_are_not_what_was_delivered(delivered, change, kinds):
    """Only who reads all records finds out."""
    delivered.deliver(0, 1)
    delivered.deliver(2)
    replace_body(delivered, delivered.object_keys()[0], change)
    assert audited(delivered, deep=False).findings == []
    found = audited(delivered)
    assert kinds - {"gap"} <= set(found.counts) <= kinds
    assert found.errors


@pytest.mark.parametrize("error", [EOFError("too short"), type("ZstdError", (Exception,), {})()])
def test_objects_that_are_damaged(delivered, monkeypatch, error):
    """Whatever a reader says of an object, the others are audited."""
    delivered.deliver(0)
    delivered.deliver(1)
    first = min(delivered.object_keys())
    envelope = handler_module("envelope")
    read_lines = envelope.read_lines

    def fail(body, key):
        if key == first:
            raise error
        return read_lines(body, key)

    monkeypatch.setattr(envelope, "read_lines", fail)
    assert audited(delivered).counts == {"unreadable-object": 1}


@pytest.mark.skipif(sys.version_info < (3, 14), reason="zstd came with Python 3.14")
def test_damaged_zstd():
    """A damaged frame is a fault of the object's, too."""

    class S3:
        def get_object(self, **_):
            return {"Body": io.BytesIO(b"\x28\xb5\x2f\xfdno frame"), "Metadata": {}}

    found = read_records(S3(), "lake", "topic=orders/date=2025-11-23/partition=00000/0.ndjson.zst")
    assert found.fault.startswith("cannot be read: ")


def test_duplicates_across_epochs(delivered):
    """A record that a later epoch delivers once more is found, whichever object it is in."""
    delivered.deliver(0, 1, 2, 9)
    delivered.deliver(4, 5)
    late = next(key for key in delivered.object_keys() if "04-1-" in key)
    replace_body(delivered, late, lambda lines: lines.replace(b'"offset":4', b'"offset":2'))
    assert "duplicate" in audited(delivered).counts


def test_other_sinks_in_the_same_places(delivered):
    """Chains and folders of others are none of this audit's business."""
    delivered.deliver(0)
    delivered.s3.put_object(Bucket="lake", Key="raw/topic=clicks/x", Body=b"")
    other = {"chain": {"S": "demo/1f0b-2/other/orders/0"}, "place": {"S": f"{0:06d}/{0:020d}"}}
    delivered.dynamodb.put_item(TableName="ledger", Item=other)
    assert audited(delivered).findings == []


def test_values_and_their_dead_letters(delivered):
    """Two chains deliver one partition: what one lacks the other has."""
    environment = {**delivered.sink.environment, "FORMAT": "values"}
    sink = handler_module("index").Sink(environment, delivered.s3, delivered.dynamodb)
    entries = [
        {"topic": "orders", "partition": 0, "offset": at, "timestamp": 0, "value": value}
        for at, value in ((4, "e30="), (5, "AP8="), (6, "e30="), (9, None), (10, "e30="))
    ]
    sink.receive({"eventSourceArn": delivered.sink.cluster_arn, "records": {"orders-0": entries}})
    audit = audited(delivered, offsets={0: (4, 11)})
    assert (audit.records, audit.objects, audit.errors) == (5, 2, 0)
    assert [(one.first, one.last) for one in audit.findings] == [(7, 8)]
