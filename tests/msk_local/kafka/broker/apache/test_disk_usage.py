"""What the data of a broker takes on the disk."""

from msk_local.kafka.broker.apache.disk_usage import disk_usage


def test_indexes_with_holes_do_not_count(tmp_path):
    """All else does, in every folder."""
    (tmp_path / "orders-0").mkdir()
    (tmp_path / "orders-0" / "00.log").write_bytes(b"x" * 700)
    (tmp_path / "orders-0" / "00.index").write_bytes(bytes(10_000))
    (tmp_path / "orders-0" / "00.timeindex").write_bytes(bytes(10_000))
    (tmp_path / "meta.properties").write_bytes(b"x" * 30)
    assert disk_usage(tmp_path) == 730


def test_nothing_takes_nothing(tmp_path):
    """A broker that has not been started has no directory."""
    assert disk_usage(tmp_path / "none") == 0
