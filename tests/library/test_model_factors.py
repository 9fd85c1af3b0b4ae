"""How many tokens models make of text, kept with the library."""

from pathlib import Path

import pytest

from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.library.model_factors import ModelFactors


def test_factor_is_kept_by_model_over_a_restart(tmp_path: Path) -> None:
    for expected in (1.0, 1.5):
        database = Database(tmp_path / "library.sqlite3")
        factors = ModelFactors(Catalogue(database))
        assert factors.of("qwen3:4b") == pytest.approx(expected)
        assert factors.of("gemma3:4b") == 1.0
        factors.keep("qwen3:4b", 1.5)
        database.close()
