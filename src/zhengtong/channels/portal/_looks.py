"""Looks at a person's data in words that person understands."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from zhengtong.channels.portal._evidence import TIMES
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


def looked_rows(
    looks: Sequence[Look], names: Mapping[str, Text], sources: Mapping[str, ResourceData]
) -> list[dict[str, Any]]:
    """Looks as rows, the newest first: which office, what it saw, when, in which post and why. What one office did
    alike several times is one row that says how often and when last."""
    alike: dict[tuple[Text, Text, Text], list[Look]] = {}
    for look in looks:
        source = sources.get(str(look.detail.get("resource", "")))
        alike.setdefault(_query(look, names, source) if source else _look(look, names), []).append(look)
    return [{"name": name, "did": did, "source": _when(same, why)} for (name, did, why), same in alike.items()]


def _look(look: Look, names: Mapping[str, Text]) -> tuple[Text, Text, Text]:
    """Who, what and why."""
    parts = [Text(part, "") for part in (look.post, look.reason) if part]
    return names.get(look.organisation, FAMILY), look.action.text, _listed(parts)


def _query(look: Look, names: Mapping[str, Text], source: ResourceData) -> tuple[Text, Text, Text]:
    """A department was asked: by which office, for which values, for what use, on which basis."""
    asker = names.get(str(look.detail.get("organisation", "")), Text("", ""))
    asked = set(cast("list[str]", look.detail.get("fields", [])))
    labels = [field.label for field in source.fields if field.name in asked]
    did = _with(ASKED, provider=source.provider.short, what=_joined(labels))
    use = USES.get(str(look.detail.get("use", "")))
    return asker, did, _listed([*([use] if use else []), *([Text(look.reason, "")] if look.reason else [])])


def _when(looks: Sequence[Look], why: Text) -> Text:
    last = moment(max(look.at for look in looks))
    when = Text(last, "") if len(looks) == 1 else TIMES.format(count=len(looks), when=last)
    return _listed([when, why]) if why.zh else when


def _listed(parts: Sequence[Text]) -> Text:
    return Text("，".join(part.zh for part in parts), "; ".join(part.in_("en") for part in parts))


def _joined(labels: list[Text]) -> Text:
    return Text("、".join(label.zh for label in labels), ", ".join(label.in_("en") for label in labels))


def _with(text: Text, **params: Text) -> Text:
    """A text whose marks are texts themselves, each in its own language."""
    zh = {name: value.zh for name, value in params.items()}
    en = {name: value.in_("en") for name, value in params.items()}
    return Text(text.zh.format(**zh), text.en.format(**en))
