"""Which program keeps the records, and how that is chosen."""

import enum
import logging
import os
from collections.abc import Mapping
from typing import Self

from msk_local.kafka.broker.apache.jars import JarsUnavailableError, missing_tools, provide_jars

_VARIABLE = "MSK_LOCAL_BROKER"
_AUTOMATIC = "auto"
_LOG = logging.getLogger(__name__)


class BrokerSoftware(enum.Enum):
    """The two programs that can stand behind the front door."""

    APACHE = "apache"
    """Apache Kafka itself; needs ``java`` and ``mvn`` on the path."""
    EMBEDDED = "embedded"
    """The broker of this package; needs nothing but Python, and keeps records in memory."""

    @classmethod
    def choose(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The software named by ``MSK_LOCAL_BROKER``.

        Absent, or ``auto``: Apache Kafka where this machine can run and fetch it, else the
        embedded broker.

        Raises:
            ValueError: The variable holds any other word, or asks for Apache Kafka where
                Java or Maven is missing.
        """
        choice = environment.get(_VARIABLE, "") or _AUTOMATIC
        if choice == _AUTOMATIC:
            return cls._best()
        if choice not in {software.value for software in cls}:
            raise ValueError(
                f"{_VARIABLE} must be apache, embedded or auto, got {choice!r}; unset it for auto"
            )
        software = cls(choice)
        if software is cls.APACHE and (missing := missing_tools()):
            raise ValueError(
                f"{_VARIABLE}=apache must find java and mvn on the path, got no "
                f"{' and no '.join(missing)}; install them or set {_VARIABLE}=embedded"
            )
        return software

    @classmethod
    def _best(cls) -> Self:
        if missing := missing_tools():
            _LOG.info("no %s here: the embedded broker runs", " and no ".join(missing))
            return cls("embedded")
        try:
            provide_jars()
        except JarsUnavailableError as error:
            _LOG.warning("the embedded broker runs instead of Apache Kafka: %s", error)
            return cls("embedded")
        return cls("apache")
