"""The module a Django engine must have."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that leads to where one may write: looked at when it is made, before use, and after an error.

    Of several hosts it takes the one that leads. That is asked of the server itself: what PgBouncer tells of a server
    at the start of a connection may be older than the last change of the lead, so `target_session_attrs` cannot tell.
    """

    _led = ""
    """The host that led when this process last looked: asked first, so that one that is gone is not waited for."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection to the host that leads; OperationalError when none does, or none answers."""
        hosts = _hosts(conn_params)
        if len(hosts) == 1:
            return super().get_new_connection(conn_params)
        refusals = []
        for host, port in sorted(hosts, key=lambda pair: pair[0] != DatabaseWrapper._led):
            try:
                connection = super().get_new_connection({**conn_params, "host": host, "port": port})
            except psycopg.OperationalError as error:
                refusals.append(str(error))
                continue
            if _leads(connection):
                connection.rollback()  # asking has begun a transaction
                DatabaseWrapper._led = host
                return connection
            connection.close()
            refusals.append(f"{host}: takes no writes")
        raise psycopg.OperationalError("; ".join(refusals))

    def is_usable(self) -> bool:
        """Whether the server answers and leads: one that handed the lead over refuses every write, for ever."""
        return self.connection is not None and _leads(self.connection)


def _hosts(conn_params: dict[str, Any]) -> list[tuple[str, str]]:
    """Each host with its port, as libpq reads the two lists; one port is for all."""
    hosts, ports = (str(conn_params.get(name, "")).split(",") for name in ("host", "port"))
    return list(zip(hosts, ports if len(ports) == len(hosts) else ports[:1] * len(hosts), strict=True))


def _leads(connection: "psycopg.Connection[Any]") -> bool:
    try:
        with connection.cursor() as cursor:
            found = cursor.execute("SELECT pg_is_in_recovery()").fetchone()
            return found is not None and not found[0]
    except psycopg.Error:
        return False
