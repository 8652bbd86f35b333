"""A text in the languages of the product."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

Language = Literal["zh-Hans", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "en")


def language(code: str | None) -> Language:
    """The supported language nearest to a code such as `en-GB`; Chinese when there is none."""
    return "en" if code and code.lower().startswith("en") else "zh-Hans"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Chinese and English. `{name}` marks are filled by `format`."""

    zh: str
    en: str

    def in_(self, code: str) -> str:
        """The text in a language; Chinese where the English is empty."""
        return (self.en or self.zh) if code == "en" else self.zh

    def format(self, **params: object) -> "Text":
        """The same text with its marks filled; a mark that is a Text, in the same language."""
        zh = {name: value.zh if isinstance(value, Text) else value for name, value in params.items()}
        en = {name: value.in_("en") if isinstance(value, Text) else value for name, value in params.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))

    @classmethod
    def read(cls, value: object) -> "Text":
        """From a definition file: a string (Chinese only) or `{zh: …, en: …}`."""
        if isinstance(value, str):
            return cls(value, "")
        mapping = cast(Mapping[str, str], value)
        return cls(str(mapping.get("zh", "")), str(mapping.get("en", "")))

    def plain(self) -> dict[str, str]:
        """As stored in JSON; `read` is its inverse."""
        return {"zh": self.zh, "en": self.en}
