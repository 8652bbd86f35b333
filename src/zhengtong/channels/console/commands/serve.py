"""`zhengtong serve`: the web and workers, one family of processes."""

import argparse
import sys

from zhengtong.channels.console import listening, typed
from zhengtong.channels.console.registry import GOOD, USAGE, Command, Node
from zhengtong.channels.console.say import complain, say
from zhengtong.kernel.addresses import is_loopback
from zhengtong.kernel.text import Text

_DEMO_STAYS_HERE = Text(
    "这是演示环境，只在本机开：--host 只能写 127.0.0.1。要对外，用 zhengtong migrate 另建一个节点。",
    "This is a demo home: it serves this machine only, --host 127.0.0.1. To serve others, make a node of its own with"
    " zhengtong migrate.",
)
_SERVING = Text(
    "政通在 http://{host}:{port}/ ，Ctrl+C 停下。", "Zhengtong is at http://{host}:{port}/ . Ctrl+C stops it."
)


def _arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help=Text("监听的地址", "address to listen on").in_(node.language)
    )
    port, workers = Text("端口", "port"), Text("网页进程数", "web processes")
    parser.add_argument("--port", type=typed.port(node), default=node.port, help=port.in_(node.language))
    parser.add_argument("--workers", type=typed.count(node), default=2, help=workers.in_(node.language))


def run(arguments: argparse.Namespace, node: Node) -> int:
    """Refuses where it cannot listen: 1, and nothing is started."""
    from django.conf import settings
    from django.db import connection

    from zhengtong.channels.console.supervisor import Child, Supervisor

    if settings.ZHENGTONG_DEMO and not is_loopback(arguments.host):
        complain(_DEMO_STAYS_HERE, node.language)
        return USAGE
    if fault := listening.fault(arguments.host, arguments.port, node):
        return fault
    web = _web(arguments, node, on_sqlite=connection.vendor == "sqlite")
    connection.close()
    say(_SERVING, node.language, host=arguments.host, port=arguments.port)
    Supervisor([Child("web", web), Child("worker", [sys.executable, "-m", _console(node), "worker"])]).run()
    return GOOD


def _console(node: Node) -> str:
    """The module of the command line stands beside that of the web application."""
    return node.wsgi.split(":")[0].rsplit(".", 1)[0] + ".console"


def _web(arguments: argparse.Namespace, node: Node, *, on_sqlite: bool) -> list[str]:
    """granian. One thread of a process may wait for a department, so there are two; four with PostgreSQL."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"]
    command += ["--host", arguments.host, "--port", str(arguments.port), "--workers", str(arguments.workers)]
    command += ["--blocking-threads", "2" if on_sqlite else "4", "--respawn-failed-workers"]
    return [*command, "--workers-kill-timeout", "5", node.wsgi]


COMMAND = Command("serve", Text("启动网页和后台", "Start the web and a worker"), run, _arguments)
