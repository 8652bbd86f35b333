"""What a licence's layout is given, and whether a layout can be set."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import segno

from zhengtong.delivery.licences.data import LicenceKind
from zhengtong.delivery.licences.models import Licence
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.office.documents import api as documents
from zhengtong.office.documents.data import LayoutProblem

_QR = "qr.svg"


def data_of(row: Licence) -> dict[str, object]:
    """What a layout reads: title, title_en, identifier, holder, holder_number, issuer, issued, valid_from, valid_to
    (dates as `2026年11月23日`, valid_to empty without end), rows ([{label, label_en, value}]), verify (an address)
    and qr (a file name).
    """
    kind = Text.read(row.kind)
    return {
        "title": kind.zh,
        "title_en": kind.en,
        "identifier": row.identifier,
        "holder": row.holder_name,
        "holder_number": row.holder_number,
        "issuer": row.issuer_name,
        "issued": _chinese(clock.china_date(row.issued_at)),
        "valid_from": _chinese(row.valid_from),
        "valid_to": _chinese(row.valid_to) if row.valid_to else "",
        "rows": [
            {"label": item["label"]["zh"], "label_en": item["label"]["en"], "value": item["value"]}
            for item in row.fields
        ],
        "verify": _verify(row),
        "qr": _QR,
    }


def assets_of(row: Licence) -> dict[str, bytes]:
    """The QR image of the address at which the licence is verified."""
    image = segno.make(_verify(row), error="m").svg_inline(border=2)
    return {_QR: image.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()}


def check_layout(layout: str, kind: LicenceKind, labels: Sequence[Text]) -> list[LayoutProblem]:
    """What is wrong with a layout, set with invented values under the kind's labels; empty when nothing is."""
    day = date(2026, 1, 31)
    sample = Licence(
        identifier=f"1.2.156.3005.2.{kind.type_code}.000000000000000000.2026000001.001.0",
        kind=kind.name.plain(),
        holder_name="张三",
        holder_number="110101190001010000",
        fields=[{"label": label.plain(), "value": "示例"} for label in labels],
        issuer_name="示例单位",
        verify_address="https://example.cn/verify/",
        issued_at=datetime(2026, 1, 31, tzinfo=UTC),
        valid_from=day,
        valid_to=None if kind.valid_months is None else day,
    )
    return documents.check(layout, data_of(sample), assets=assets_of(sample))


def _verify(row: Licence) -> str:
    return f"{row.verify_address}{row.code}"


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
