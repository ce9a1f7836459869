"""A boto3 session that cannot reach anything but the local cloud."""

import os
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.loaders import Loader

from msk_local.environment import ADMINISTRATOR_ACCESS_KEY_ID, ADMINISTRATOR_SECRET_ACCESS_KEY

_NO_FILES = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}
"""Where botocore looks for a profile: name in a file, variable, default, conversion."""
_LOADER = Loader()
"""Keeps what it has read of botocore's service models, which is most of the time a client takes."""


def bare_session() -> botocore.session.Session:
    """A botocore session without the profiles and files somebody uses on AWS."""
    session = botocore.session.Session(session_vars=_NO_FILES)
    session.register_component("data_loader", _LOADER)
    return session


class LocalSession(boto3.Session):  # type: ignore[misc]  # boto3 has no types
    """A session whose clients and resources talk to one local cloud, past every proxy and profile.

    Args:
        url: Address of the local cloud.
        region: Its Region.
        credentials: ``AccessKeyId``, ``SecretAccessKey`` and ``SessionToken`` as STS returns them.
            Absent: the account's administrator.
    """

    def __init__(self, url: str, *, region: str, credentials: dict[str, Any] | None = None) -> None:
        keys = credentials or {}
        super().__init__(
            botocore_session=bare_session(),
            aws_access_key_id=keys.get("AccessKeyId", ADMINISTRATOR_ACCESS_KEY_ID),
            aws_secret_access_key=keys.get("SecretAccessKey", ADMINISTRATOR_SECRET_ACCESS_KEY),
            aws_session_token=keys.get("SessionToken"),
            region_name=region,
        )
        self._url = url
        # boto3 adds its own folder to a loader that it takes for a new one.
        _LOADER.search_paths[:] = dict.fromkeys(_LOADER.search_paths)

    def client(self, *args: Any, **options: Any) -> Any:
        """A client of one service."""
        return super().client(*args, **self._local(options))

    def resource(self, *args: Any, **options: Any) -> Any:
        """A resource of one service."""
        return super().resource(*args, **self._local(options))

    def _local(self, options: dict[str, Any]) -> dict[str, Any]:
        ours = Config(
            proxies={},
            s3={"addressing_style": "path"},
            use_fips_endpoint=False,
            use_dualstack_endpoint=False,
        )
        given = options.get("config")
        return {
            "endpoint_url": self._url,
            **options,
            "config": ours.merge(given) if given else ours,
        }
