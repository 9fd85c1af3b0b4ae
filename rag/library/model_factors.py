"""How many tokens models make of text, as answers have shown, kept with the library. Knows nothing of models."""

from rag.library.catalogue import Catalogue

_KEY = "tokens of "
_NEW = 1.0


class ModelFactors:
    """What the tokens of models were seen to be to the estimate."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of(self, model: str) -> float:
        """The factor of a model; 1.0 for a new one."""
        kept = self._catalogue.setting(_KEY + model)
        return float(kept) if kept else _NEW

    def keep(self, model: str, factor: float) -> None:
        """Remember the factor of a model."""
        self._catalogue.set_setting(_KEY + model, f"{factor:.4f}")
