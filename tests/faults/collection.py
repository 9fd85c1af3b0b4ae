"""All hand-made bad files together."""

from functools import cache

from tests.faults import archives, documents, kinds, pages, records, texts, worst
from tests.faults.bad import Bad, joined


@cache
def bad_files() -> tuple[Bad, ...]:
    """Every one of them; their bytes are made when they are asked for."""
    return joined(module.files() for module in (kinds, archives, documents, pages, records, texts, worst))
