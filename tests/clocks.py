"""Legal time in the hands of a test."""

from datetime import datetime


class LegalTime:
    """Stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def move_to(self, at: datetime) -> None:
        self.at = at
