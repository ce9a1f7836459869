"""Users who sign in with a name and a password (SASL/SCRAM)."""

from cdk_msk.scram.scram_rotation import ScramRotation
from cdk_msk.scram.scram_user import ScramUser
from cdk_msk.scram.scram_users import ScramUsers

__all__ = ["ScramRotation", "ScramUser", "ScramUsers"]
