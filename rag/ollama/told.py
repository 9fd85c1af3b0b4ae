"""Values in the answers of servers, which may be of any kind. Pure; knows nothing of what they mean."""


def told_number(value: object) -> int:
    """The value if it is a positive whole number, else 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
