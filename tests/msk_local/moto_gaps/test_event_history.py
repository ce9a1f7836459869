from msk_local.server import Endpoint, LocalServer


def test_the_event_history_is_empty():
    """LookupEvents finds nothing, at once; the rest of CloudTrail is moto's."""
    server = LocalServer({})
    server.start()
    try:
        cloudtrail = Endpoint(server.url).client("cloudtrail")
        assert cloudtrail.lookup_events()["Events"] == []
        assert cloudtrail.describe_trails()["trailList"] == []
    finally:
        server.stop()
