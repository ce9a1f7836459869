"""The environment of child processes."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.environment import local_environment

_CA = Path("/tmp/ca.pem")


def _environment(base):
    return local_environment(
        url="http://127.0.0.1:4", region="eu-west-1", ca_certificate=_CA, base=base
    )


def test_everything_points_at_the_local_cloud():
    """Endpoint, Region and keys are set, metadata and configuration files are out of reach."""
    environment = _environment({"PATH": "/bin"})
    assert environment["PATH"] == "/bin"
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4"
    assert environment["AWS_REGION"] == environment["AWS_DEFAULT_REGION"] == "eu-west-1"
    assert environment["AWS_CONFIG_FILE"] == "/dev/null"
    assert environment["AWS_EC2_METADATA_DISABLED"] == "true"
    assert "127.0.0.1" in environment["NO_PROXY"]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.one_of(
            st.from_regex(r"(AWS|CDK)_[A-Z_]{1,20}", fullmatch=True),
            st.sampled_from(["https_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"]),
        )
    )
)
def test_no_variable_of_another_cloud_survives(names):
    """Whatever AWS, CDK or proxy variable the caller has, none of its values gets through."""
    environment = _environment(dict.fromkeys(names, "foreign"))
    assert "foreign" not in environment.values()
