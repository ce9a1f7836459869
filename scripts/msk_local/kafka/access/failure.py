"""The one way an authentication fails."""


class AuthenticationError(Exception):
    """A client did not prove who it is.

    The message goes to the client, so it never tells a wrong name from a wrong secret.
    """
