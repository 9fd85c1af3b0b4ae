"""All behaviours of model servers together."""

from functools import cache

from tests.faults import model_refusals, model_streams, model_words
from tests.faults.model_faults import ModelFault


@cache
def model_faults() -> tuple[ModelFault, ...]:
    """Every one of them. Raises ValueError for two of one name, which no ledger could tell apart."""
    faults = tuple(fault for module in (model_refusals, model_streams, model_words) for fault in module.faults())
    names = [fault.name for fault in faults]
    if len(names) != len(set(names)):
        raise ValueError(sorted({name for name in names if names.count(name) > 1}))
    return faults
