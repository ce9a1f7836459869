"""Why a step of a rotation did not succeed."""


class RotationError(Exception):
    """A step did not succeed. Secrets Manager runs the rotation again, from its first step."""
