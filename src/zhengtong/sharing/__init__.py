"""Who knows what? The catalogue of government data, and the gateway that asks for it."""
