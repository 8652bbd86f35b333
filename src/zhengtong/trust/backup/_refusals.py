from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text


class PassphraseTooShort(Refusal):
    code = "passphrase_too_short"
    status = 422
    text = Text(
        "口令至少 {least} 个字符。请记牢：忘了口令，谁也打不开备份。",
        "The passphrase needs at least {least} characters. Keep it well: without it nobody can open the backup.",
    )


class DestinationExists(Refusal):
    code = "backup_exists"
    text = Text("{path} 已经有了，请换个名字。", "{path} is there already. Choose another name.")


class DestinationRefused(Refusal):
    code = "backup_destination_refused"
    status = 422
    text = Text(
        "备份不能放在 {path}：要放进数据文件夹以外、已经有的文件夹。",
        "The backup cannot go to {path}: choose a folder that exists, outside the home.",
    )


class HomeNotEmpty(Refusal):
    code = "home_not_empty"
    text = Text(
        "{home} 里有东西（{found}）。只能恢复到空文件夹。",
        "{home} is not empty ({found}). A restore goes into an empty folder.",
    )


class PlaceRefused(Refusal):
    code = "restore_place_refused"
    status = 422
    text = Text(
        "{path} 里建不了文件夹（{what}）。恢复先解到那里，全好了才换上去：换一个本账户能写的地方。",
        "No folder can be made in {path} ({what}). A restore is unpacked there and takes its place when it is whole: "
        "choose a place this account may write to.",
    )


class DatabaseNotEmpty(Refusal):
    code = "database_not_empty"
    text = Text(
        "数据库里有东西（表 {table}）。只能恢复到空数据库。",
        "The database is not empty (table {table}). A restore goes into an empty database.",
    )


class WrongPassphrase(Refusal):
    code = "wrong_passphrase"
    status = 403
    text = Text("口令不对，打不开 {path}。", "The passphrase does not open {path}.")


class NoSuchBackup(Refusal):
    code = "no_such_backup"
    status = 404
    text = Text("{path}：没有这个文件。写对路径再来。", "{path}: no such file. Give the path of a backup.")


class BackupIsFolder(Refusal):
    code = "backup_is_folder"
    status = 422
    text = Text("{path} 是文件夹。请写备份文件的路径。", "{path} is a folder. Give the path of a backup, a file.")


class MarkUnreadable(Refusal):
    code = "backup_mark_unreadable"
    text = Text(
        "上次什么时候备份的，{path} 读不出来：再备份一次就好，zhengtong backup 文件",
        "{path} does not say when the last backup was: make one, zhengtong backup FILE",
    )


class BackupTruncated(Refusal):
    code = "backup_truncated"
    status = 422
    text = Text(
        "{path} 不完整，后面缺了一截。请重新拷一份。", "{path} is incomplete: its end is missing. Copy it again."
    )


class BackupUnreadable(Refusal):
    code = "backup_unreadable"
    status = 422
    text = Text(
        "{path} 被改过，或者不是政通的备份（{what}）。", "{path} was changed, or is no backup of Zhengtong ({what})."
    )


class OtherEngine(Refusal):
    code = "backup_other_engine"
    text = Text(
        "备份来自 {made_on}，这里用的是 {here}。请先改 ZHENGTONG_DATABASE_URL。",
        "The backup was made on {made_on}, this node uses {here}. Change ZHENGTONG_DATABASE_URL first.",
    )


class OtherVersion(Refusal):
    code = "backup_other_version"
    text = Text(
        "备份和程序的版本不一样（{migration}）。请用做备份时的版本恢复，再升级。",
        "The backup is of another version ({migration}). Restore with the version that made it, then upgrade.",
    )
