"""How much memory this computer has. The only place that asks for it on behalf of models."""


def total_memory() -> int:
    """The memory of this computer in bytes."""
    import psutil

    return int(psutil.virtual_memory().total)
