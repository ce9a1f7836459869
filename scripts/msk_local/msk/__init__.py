"""MSK's control plane: the `kafka` API over clusters that really run."""

from msk_local.msk.data_plane import DataPlane, DataPlaneFactory
from msk_local.msk.service import MskService

__all__ = ["DataPlane", "DataPlaneFactory", "MskService"]
