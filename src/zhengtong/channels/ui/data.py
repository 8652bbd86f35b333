"""What screens hand to the components. Words may be bilingual (`Text`), already translated markup, or plain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zhengtong.kernel.text import Text

Words = Text | str
Kind = Literal[
    "text", "number", "money", "date", "textarea", "select", "radio", "checkboxes", "tick", "password", "file"
]
NO_TEXT = Text("", "")
PRODUCT = Text("政通", "Zhengtong")


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of a radio, checkbox or select question. `fields` are asked only when it is chosen."""

    value: str
    label: Words
    hint: Words = ""
    disabled: bool = False
    fields: Sequence["FieldView"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One question of a form as `components/field.html` draws it.

    `value` is what is shown in the control: a string, or the chosen values of `checkboxes`; a date is
    `YYYY-MM-DD`, kept as typed when it is no date. `ask` draws the label as the question of the page. `width` "s" is
    for short answers. A field that is not `required` is marked as such. A file field takes what it `accept`s, on a
    phone from the `camera` at once.
    """

    name: str
    label: Words
    kind: Kind = "text"
    value: str | Sequence[str] = ""
    hint: Words = ""
    error: Words = ""
    choices: Sequence[Choice] = ()
    unit: Words = ""
    autocomplete: str = ""
    inputmode: str = ""
    required: bool = True
    readonly: bool = False
    ask: bool = False
    width: Literal["", "s"] = ""
    accept: str = "image/*,.pdf"
    camera: bool = False

    @property
    def id(self) -> str:
        """The id of the control, or of the group."""
        return f"f-{self.name}"

    @property
    def first_id(self) -> str:
        """The id of the first control: where the error summary leads."""
        if self.kind in ("radio", "checkboxes"):
            return f"{self.id}-1"
        return f"{self.id}-year" if self.kind == "date" else self.id

    @property
    def described_by(self) -> str:
        """The ids of the hint and the error, for `aria-describedby`."""
        return " ".join(f"{self.id}-{part}" for part, words in (("h", self.hint), ("e", self.error)) if words)

    @property
    def date_parts(self) -> tuple[str, str, str]:
        """Year, month and day of a date as typed."""
        parts = (*str(self.value).split("-", 2), "", "", "")
        return parts[0], parts[1], parts[2]

    def chosen(self, value: str) -> bool:
        """Whether a choice is chosen."""
        return value == self.value if isinstance(self.value, str) else value in self.value


def join_date(answers: Mapping[str, str], name: str) -> str:
    """The three boxes of a date question as `YYYY-MM-DD`; as typed when they are no date, empty when all are empty."""
    parts = [answers.get(f"{name}.{part}", "").strip() for part in ("year", "month", "day")]
    if not any(parts):
        return ""
    year, month, day = parts
    return "-".join([year, *(part.zfill(2) if part.isdigit() else part for part in (month, day))])


def join_dates(posted: Mapping[str, str]) -> dict[str, str]:
    """What was posted, with the three boxes of every date as one, and each end of a line as one character."""
    posted = {name: value.replace("\r\n", "\n") for name, value in posted.items()}
    dates = [name.removesuffix(".year") for name in posted if name.endswith(".year")]
    return {**posted, **{name: join_date(posted, name) for name in dates}}


@dataclass(frozen=True, slots=True)
class Site:
    """Who answers for this site. Every field may be empty; what is empty is not shown."""

    name: Text = PRODUCT
    region: Text = NO_TEXT
    hall: Text = NO_TEXT
    hours: Text = NO_TEXT
    hotline: str = ""
    managed_by: Text = NO_TEXT

    @classmethod
    def read(cls, values: Mapping[str, object]) -> "Site":
        """From the dictionary of settings.ZHENGTONG_SITE; an unknown key is an error."""
        unknown = set(values) - set(cls.__slots__)
        if unknown:
            raise ValueError(f"ZHENGTONG_SITE: unknown {', '.join(sorted(unknown))}")
        texts = {key: Text.read(value) for key, value in values.items() if key != "hotline"}
        return cls(**texts, hotline=str(values.get("hotline", "")))


@dataclass(frozen=True, slots=True)
class Demo:
    """What the strip on top must say: that this is a demo, and where the legal clock stands if it was moved."""

    is_demo: bool
    moved_to: datetime | None

    def __bool__(self) -> bool:
        return self.is_demo or self.moved_to is not None


@dataclass(frozen=True, slots=True)
class Preferences:
    """How this person reads, and the links that change it (the same page again)."""

    language: str
    elder: bool
    in_chinese: str
    in_english: str
    in_elder: str
    in_normal: str
