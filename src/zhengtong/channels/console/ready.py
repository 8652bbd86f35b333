"""Whether there is a node for a command to work on. Looking makes nothing."""

from zhengtong.channels.console.registry import BAD, GOOD, USAGE, Node
from zhengtong.channels.console.say import complain
from zhengtong.kernel.text import Text

_A_FILE = Text(
    "{home} 是文件，不是文件夹。把 ZHENGTONG_HOME 改成状态文件夹。",
    "{home} is a file, not a folder. Let ZHENGTONG_HOME name the home of the node.",
)
_NO_DATA = Text(
    "{home}：这里没有政通的数据。检查 ZHENGTONG_HOME 有没有写错；要新建一个节点，先运行 zhengtong migrate。",
    "{home}: there are no data of Zhengtong here. Check ZHENGTONG_HOME; a new node is made by zhengtong migrate.",
)
_PLEASE_MIGRATE = Text(
    "数据库还不是这一版的样子。先运行 zhengtong migrate。",
    "The database has not the form of this version. Run zhengtong migrate first.",
)


def place_fault(node: Node) -> int:
    """GOOD, or USAGE with its reason when the home can never be one."""
    if node.home.exists() and not node.home.is_dir():
        complain(_A_FILE, node.language, home=node.home)
        return USAGE
    return GOOD


def home_fault(node: Node) -> int:
    """GOOD, or USAGE with its reason when no node was ever made in the home."""
    if not ((node.home / "keys").is_dir() or (node.home / "zhengtong.sqlite3").exists()):
        complain(_NO_DATA, node.language, home=node.home)
        return USAGE
    return GOOD


def node_fault(node: Node) -> int:
    """GOOD, or BAD with its reason when the database is of another version; keys.KeyMissing when keys are lost."""
    from zhengtong.kernel.readiness import unapplied_migrations
    from zhengtong.trust.keys import api as keys

    if unapplied_migrations():
        complain(_PLEASE_MIGRATE, node.language)
        return BAD
    keys.require()
    return GOOD
