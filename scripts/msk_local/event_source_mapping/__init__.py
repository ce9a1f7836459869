"""Event source mappings that read topics of MSK clusters and invoke functions."""

from msk_local.event_source_mapping.mappings import EventSourceMappings

__all__ = ["EventSourceMappings"]
