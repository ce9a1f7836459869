"""Names of stack outputs."""


def output_name(name: str, what: str = "") -> str:
    """``orders-service`` and ``RoleArn`` give ``OrdersServiceRoleArn``."""
    return "".join(part.capitalize() for part in name.split("-")) + what
