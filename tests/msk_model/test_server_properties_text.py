"""The text of a server.properties file."""

from msk_model.server_properties_text import parse_server_properties


def test_reads_lines_as_kafka_does():
    """Spaces, colons, comments and empty lines are those of a Java properties file."""
    text = "a = 1\nb=2\n c: 3 \n\n# d=4\n! e=5\nf 6\ng\na=7\nh=x=y\n"
    assert parse_server_properties(text) == {
        "a": "7",
        "b": "2",
        "c": "3",
        "f": "6",
        "g": "",
        "h": "x=y",
    }
