"""Users who sign in with a name and a password (SASL/SCRAM)."""

from cdk_msk.scram.scram_user import ScramUser
from cdk_msk.scram.scram_users import ScramUsers

__all__ = ["ScramUser", "ScramUsers"]
