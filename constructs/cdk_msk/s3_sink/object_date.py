"""Which day the key of an object names."""

import enum


class ObjectDate(enum.Enum):
    """A day in UTC."""

    EVENT = "event"
    """That of the records' timestamps; an object holds records of one day."""
    INGEST = "ingest"
    """That of their delivery, whatever their timestamps say."""
