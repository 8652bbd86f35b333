"""Django's driver of PostgreSQL, which leaves a server that takes no writes any more. Named by `ENGINE`."""
