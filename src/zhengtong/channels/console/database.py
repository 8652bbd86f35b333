"""What the operator may ask the database itself about."""

from django.db import connection


def answers() -> str:
    """Ask the database for one row; returns its kind and version. OperationalError when it is not there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        (version,) = cursor.fetchone()
    return f"{connection.vendor} {version}"
