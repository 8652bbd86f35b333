"""Looks at a person's data in words that person understands."""

from collections.abc import Mapping
from typing import Any, cast

from zhengtong.channels.ui.api import moment
from zhengtong.kernel.text import Text
from zhengtong.sharing.resources.data import ResourceData
from zhengtong.trust.audit.data import Look

FAMILY = Text("替您办事的人", "The one who applied for you")
ASKED = Text("向{provider}查了{what}", "asked {provider} for: {what}")
USES = {
    "prefill": Text("免得您再填", "so that you need not type it"),
    "check": Text("核对申请", "to check an application"),
}


def look_row(look: Look, names: Mapping[str, Text], sources: Mapping[str, ResourceData]) -> dict[str, Any]:
    """One look as a row: which office, what it saw, when, in which post and why."""
    source = sources.get(str(look.detail.get("resource", "")))
    return _query(look, names, source) if source else _look(look, names)


def _look(look: Look, names: Mapping[str, Text]) -> dict[str, Any]:
    parts = [moment(look.at), look.post, look.reason]
    return _row(names.get(look.organisation, FAMILY), look.action.text, [Text(part, "") for part in parts if part])


def _query(look: Look, names: Mapping[str, Text], source: ResourceData) -> dict[str, Any]:
    """A department was asked: by which office, for which values, for what use, on which basis."""
    asker = names.get(str(look.detail.get("organisation", "")), Text("", ""))
    asked = set(cast("list[str]", look.detail.get("fields", [])))
    labels = [field.label for field in source.fields if field.name in asked]
    did = _with(ASKED, provider=source.provider.short, what=_joined(labels))
    use = USES.get(str(look.detail.get("use", "")))
    parts = [Text(moment(look.at), ""), *([use] if use else []), Text(look.reason, "")]
    return _row(asker, did, [part for part in parts if part.zh])


def _row(name: Text, did: Text, parts: list[Text]) -> dict[str, Any]:
    return {
        "name": name,
        "did": did,
        "source": Text("，".join(p.zh for p in parts), "; ".join(p.in_("en") for p in parts)),
    }


def _joined(labels: list[Text]) -> Text:
    return Text("、".join(label.zh for label in labels), ", ".join(label.in_("en") for label in labels))


def _with(text: Text, **params: Text) -> Text:
    """A text whose marks are texts themselves, each in its own language."""
    zh = {name: value.zh for name, value in params.items()}
    en = {name: value.in_("en") for name, value in params.items()}
    return Text(text.zh.format(**zh), text.en.format(**en))
