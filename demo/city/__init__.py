"""Makes the people of the demo city and what its departments know of them. Everything is invented."""
