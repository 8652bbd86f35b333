from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("sharing.corrections.concluded")
@dataclass(frozen=True, slots=True)
class CorrectionConcluded:
    """A datum was checked. `state` is corrected or upheld."""

    correction: str
    reference: str
    state: str
