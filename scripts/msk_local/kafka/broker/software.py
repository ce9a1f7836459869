"""Which program keeps the records, and how that is chosen."""

import enum
import os
import shutil
from collections.abc import Mapping
from typing import Self

_VARIABLE = "MSK_LOCAL_BROKER"
_AUTOMATIC = "auto"


class BrokerSoftware(enum.Enum):
    """The two programs that can stand behind the front door."""

    APACHE = "apache"
    """Apache Kafka itself; needs ``java`` and ``mvn`` on the path."""
    EMBEDDED = "embedded"
    """The broker of this package; needs nothing but Python, and keeps records in memory."""

    @classmethod
    def choose(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The software named by ``MSK_LOCAL_BROKER``.

        Absent, or ``auto``: Apache Kafka when Java and Maven are there, else the embedded broker.

        Raises:
            ValueError: The variable holds any other word, or asks for Apache Kafka where
                Java or Maven is missing.
        """
        choice = environment.get(_VARIABLE, "") or _AUTOMATIC
        missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
        if choice == _AUTOMATIC:
            return cls("embedded") if missing else cls("apache")
        if choice not in {software.value for software in cls}:
            raise ValueError(
                f"{_VARIABLE} must be apache, embedded or auto, got {choice!r}; unset it for auto"
            )
        if choice == "apache" and missing:
            raise ValueError(
                f"{_VARIABLE}=apache must find java and mvn on the path, "
                f"got no {' and no '.join(missing)}; install them or set {_VARIABLE}=embedded"
            )
        return cls(choice)
