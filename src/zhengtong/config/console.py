"""`zhengtong`: the command line, told where this node lives."""

import os
import sys

from zhengtong.channels.console import cli
from zhengtong.channels.console.registry import Node
from zhengtong.config import environment
from zhengtong.kernel.text import language


def node() -> Node:
    """This node as the environment describes it."""
    return Node(
        home=environment.HOME,
        port=environment.PORT,
        language=language(environment.LANG),
        wsgi="zhengtong.config.wsgi:application",
    )


def main() -> None:
    """Entry point: runs the command line and exits with its code."""
    os.umask(0o077)  # everything in a home is for this account alone
    sys.exit(cli.run(sys.argv[1:], node(), _start_django))


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengtong.config.settings")
    import django

    django.setup()


if __name__ == "__main__":
    main()
