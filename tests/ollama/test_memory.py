"""How much memory this computer has."""

from rag.ollama.memory import total_memory


def test_memory_is_told_in_bytes() -> None:
    assert 2**28 < total_memory() < 2**50
