"""Writing the request and reading the answer. What comes over the wire is never trusted."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from zhengtong.adapters.records.api import date_of, decoded, marks_of
from zhengtong.adapters.xml_http._settings import FieldPath, XmlSettings
from zhengtong.sharing.gateway.ports import ProviderGarbled, ProviderRefused, Query

_DOCTYPE = b"<!DOCTYPE"


def write(settings: XmlSettings, query: Query) -> bytes:
    """The request document. Values become text nodes, so nothing in them can become markup."""
    marks = marks_of(query, settings.time_format)
    root = etree.Element(
        _tag(settings, settings.root), nsmap={None: settings.namespace} if settings.namespace else None
    )
    _fill(settings, root, settings.request, marks)
    if settings.items_path:
        _add_items(settings, root, query.fields)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _fill(settings: XmlSettings, parent: Any, tree: Mapping[str, Any], marks: Mapping[str, str]) -> None:
    for tag, value in tree.items():
        element = etree.SubElement(parent, _tag(settings, tag))
        if isinstance(value, Mapping):
            _fill(settings, element, value, marks)
        else:
            element.text = _printable(str(value).format_map(marks))


def _add_items(settings: XmlSettings, root: Any, wanted: tuple[str, ...]) -> None:
    parent = etree.SubElement(root, _tag(settings, settings.items_path))
    for field in settings.fields:
        if field.name in wanted and field.item:
            etree.SubElement(parent, _tag(settings, settings.items_tag)).text = field.item


def _tag(settings: XmlSettings, name: str) -> str:
    return f"{{{settings.namespace}}}{name}" if settings.namespace else name


def _printable(text: str) -> str:
    """Without the control characters that XML cannot carry."""
    return "".join(character for character in text if character.isprintable())


def read(settings: XmlSettings, query: Query, body: bytes) -> Mapping[str, object] | None:
    """The record of an answer; None when the provider knows no such person."""
    root = parse(body)
    if settings.echo and _text(settings, root, settings.echo) != query.nonce:
        raise ProviderGarbled("the answer does not belong to this question")
    meaning = settings.codes.get(_text(settings, root, settings.result) or "")
    if meaning == "refused":
        raise ProviderRefused("the provider refused")
    if meaning == "not_found":
        return None
    if meaning != "found":
        raise ProviderGarbled("unknown result code")
    records = _nodes(settings, root, settings.record)
    if len(records) != 1:
        raise ProviderGarbled(f"{len(records)} records instead of one")
    return _record(settings, records[0], settings.fields)


def parse(body: bytes) -> Any:
    """The root of a document without document type, entities or network; ProviderGarbled for anything but plain XML."""
    if b"\x00" in body or _DOCTYPE in body.upper():
        raise ProviderGarbled("a document type or another encoding than UTF-8 or GB18030")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise ProviderGarbled("the answer is no XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ProviderGarbled("a document type in the answer")
    return root


def _record(settings: XmlSettings, node: Any, fields: tuple[FieldPath, ...]) -> dict[str, object]:
    return {field.name: _value(settings, node, field) for field in fields}


def _value(settings: XmlSettings, node: Any, field: FieldPath) -> object:
    if field.record:
        below = _nodes(settings, node, f"{field.path}/{field.record}")
        return [_record(settings, item, field.fields) for item in below]
    text = _text(settings, node, field.path)
    if text and field.date:
        return date_of(field.name, text, field.date)
    if text and field.codes is not None:
        return decoded(field.name, text, field.codes)
    return text


def _text(settings: XmlSettings, node: Any, path: str) -> str | None:
    """The text at a path, None where there is nothing. Two places, or markup instead of text, are garbled."""
    found = _nodes(settings, node, path)
    if not found:
        return None
    if len(found) > 1 or len(found[0]):
        raise ProviderGarbled("one text was expected")
    return (found[0].text or "").strip() or None


def _nodes(settings: XmlSettings, node: Any, path: str) -> list[Any]:
    found = node.xpath(path, namespaces=dict(settings.namespaces) or None)
    return list(found)
