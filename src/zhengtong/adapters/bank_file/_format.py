"""The lines of a payment file and of a result file."""

import hashlib
from collections.abc import Sequence
from datetime import date

from zhengtong.adapters.bank_file._settings import BankSettings, Reason
from zhengtong.delivery.benefits.ports import Batch, BatchRow, ResultRow, Results, Unreadable
from zhengtong.kernel.money import FEN_PER_YUAN
from zhengtong.kernel.text import Text

END = "END"
_HEAD_FIELDS = 4
_UNKNOWN_CODE = Text("银行没有说明原因，请打电话问银行", "The bank gave no reason; please ask it")
_HALF = Text("文件没有写完，一笔也没有入账。请银行重发。", "The file is not finished. Ask the bank to send it again.")
_GARBLED = Text("文件读不懂，一笔也没有入账。请银行重发。", "The file cannot be read. Ask the bank to send it again.")


def payment_file(batch: Batch, settings: BankSettings) -> bytes:
    """A batch as bytes: head, a line a payment, and the end with the hash of all before it."""
    head = [batch.number, batch.on.isoformat(), str(len(batch.rows)), str(batch.total_fen)]
    lines = [head, *([_field(row, column) for column in settings.columns] for row in batch.rows)]
    joined = (settings.delimiter.join(_plain(field, settings) for field in line) for line in lines)
    body = "".join(line + settings.line_end for line in joined).encode(settings.encoding)
    end = settings.delimiter.join((END, hashlib.sha256(body).hexdigest())) + settings.line_end
    return body + end.encode(settings.encoding)


def _plain(field: str, settings: BankSettings) -> str:
    """A field that cannot end its line or begin another field."""
    shown = "".join(one if one.isprintable() else " " for one in field)
    return shown.replace(settings.delimiter, " ").strip()


def _field(row: BatchRow, column: str) -> str:
    fields = {
        "reference": row.reference,
        "name": row.name,
        "id_number": row.id_number,
        "account": row.account.number,
        "account_name": row.account.name,
        "amount_yuan": f"{row.amount_fen // FEN_PER_YUAN}.{row.amount_fen % FEN_PER_YUAN:02d}",
        "amount_fen": str(row.amount_fen),
    }
    return fields[column]


def results(name: str, raw: bytes, settings: BankSettings) -> Results:
    """The results in a file. Unreadable when its end is missing or does not fit, or a line is none."""
    sha256 = hashlib.sha256(raw).hexdigest()
    lines = _lines(raw, settings, sha256)
    try:
        batch, on, count, total = lines[0][:_HEAD_FIELDS]
        rows = tuple(_row(line, settings) for line in lines[1:])
        return Results(name, sha256, batch, date.fromisoformat(on), rows, int(count), int(total))
    except (ValueError, IndexError, KeyError) as error:
        raise Unreadable("garbled", _GARBLED, sha256) from error


def _lines(raw: bytes, settings: BankSettings, sha256: str) -> Sequence[list[str]]:
    """Every line but the end, once the end is found to fit."""
    body, mark, end = raw.rpartition(END.encode(settings.encoding))
    try:
        stated = end.decode(settings.encoding).strip().strip(settings.delimiter)
        text = body.decode(settings.encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("garbled", _GARBLED, sha256) from error
    if not mark or stated != hashlib.sha256(body).hexdigest():
        raise Unreadable("half_written", _HALF, sha256)
    return [line.split(settings.delimiter) for line in text.splitlines() if line]


def _row(line: list[str], settings: BankSettings) -> ResultRow:
    fields = dict(zip(settings.result_columns, line, strict=True))
    code = fields["code"]
    is_paid = code in settings.paid
    reason = Reason(Text("", ""), "") if is_paid else settings.reasons.get(code, Reason(_UNKNOWN_CODE, "bank"))
    return ResultRow(fields["reference"], _fen(fields), is_paid, code, reason.text, reason.cause)


def _fen(fields: dict[str, str]) -> int:
    if "amount_fen" in fields:
        return int(fields["amount_fen"])
    yuan, point, rest = fields["amount_yuan"].partition(".")
    if point and len(rest) != len("00"):
        raise ValueError(fields["amount_yuan"])
    return int(yuan) * FEN_PER_YUAN + int(rest or "0")
