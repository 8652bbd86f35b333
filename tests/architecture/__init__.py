"""The eight rules of the architecture, checked on the source."""
