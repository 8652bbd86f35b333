"""Documentation that lags behind the code fails."""
