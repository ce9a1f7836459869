"""ApiVersions, the request that must be answered whatever its version."""

import pytest
from kio.schema.errors import ErrorCode

from msk_local.kafka.protocol import ApiKey, VersionRange
from msk_local.kafka.protocol.versions import api_versions_response

KNOWN = {ApiKey.METADATA: VersionRange(0, 12)}


@pytest.mark.parametrize("version", range(5))
def test_lists_what_is_known_and_itself(version):
    """Every version of the response names the server's requests, ApiVersions among them."""
    response = api_versions_response(version, KNOWN)
    assert response.error_code is ErrorCode.none
    assert {api.api_key: api.max_version for api in response.api_keys} == {3: 12, 18: 4}


def test_answers_an_unknown_version_in_the_oldest_form():
    """A client newer than the server learns from version 0 what it may ask (KIP-511)."""
    response = api_versions_response(99, KNOWN)
    assert response.__version__ == 0
    assert response.error_code is ErrorCode.unsupported_version
    assert {api.api_key for api in response.api_keys} == {3, 18}
