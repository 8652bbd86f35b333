"""Files and folders named on the command line."""

from pathlib import Path

from zhengtong.channels.console.registry import BAD, GOOD, Node
from zhengtong.channels.console.say import complain
from zhengtong.kernel.text import Text

_NO_FOLDER = Text("{path}：没有这个文件夹。写对路径再来。", "{path}: no such folder. Give the path of one.")
_NO_FILE = Text("{path}：没有这个文件。写对路径再来。", "{path}: no such file. Give the path of one.")


def folder_fault(path: Path, node: Node) -> int:
    """GOOD when there is such a folder, else BAD, and the reason has been told."""
    if path.is_dir():
        return GOOD
    complain(_NO_FOLDER, node.language, path=path)
    return BAD


def file_fault(path: Path, node: Node) -> int:
    """GOOD when there is such a file, else BAD, and the reason has been told."""
    if path.is_file():
        return GOOD
    complain(_NO_FILE, node.language, path=path)
    return BAD
