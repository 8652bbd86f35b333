"""Settings, addresses and wiring: the only place that knows every driver. Nothing imports it."""
