"""Reading a view of a PostgreSQL, in a session that can write nothing."""

import asyncio
from collections.abc import Sequence

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from zhengtong.adapters.wire import api as wire
from zhengtong.sharing.gateway.ports import ProviderDown, ProviderGarbled, ProviderRefused, ProviderSlow


def select(
    address: str, password: str, statement: str, values: Sequence[str], deadline: wire.Deadline
) -> list[dict[str, object]]:
    """The rows of a statement. ProviderDown without a connection, ProviderRefused when we may not read."""
    return asyncio.run(_bounded(address, password, statement, values, deadline))


async def _bounded(
    address: str, password: str, statement: str, values: Sequence[str], deadline: wire.Deadline
) -> list[dict[str, object]]:
    try:
        async with asyncio.timeout(deadline.left()):
            return await _select(_target(address, password, deadline), statement, values)
    except (TimeoutError, psycopg.errors.ConnectionTimeout, psycopg.errors.QueryCanceled) as error:
        raise ProviderSlow(f"no rows in {deadline.seconds:g} s") from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise ProviderRefused("we may not read the view") from error
    except psycopg.OperationalError as error:
        raise ProviderDown(type(error).__name__) from error
    except psycopg.Error as error:
        raise ProviderGarbled("the view cannot be read") from error


def _target(address: str, password: str, deadline: wire.Deadline) -> str:
    milliseconds = max(1, int(deadline.left() * 1000))
    options = f"-c default_transaction_read_only=on -c statement_timeout={milliseconds}"
    secret = {"password": password} if password else {}
    return make_conninfo(address, options=options, application_name="zhengtong", **secret)


async def _select(target: str, statement: str, values: Sequence[str]) -> list[dict[str, object]]:
    connection = await psycopg.AsyncConnection.connect(target, row_factory=dict_row)
    async with connection, connection.cursor() as cursor:
        await cursor.execute(statement.encode(), values)
        return await cursor.fetchall()
