"""Following the pages of an answer, and making one document of them."""

from collections.abc import Callable, Iterator, Mapping

from zhengtong.adapters.json_http._settings import Paging
from zhengtong.adapters.records import api as records
from zhengtong.sharing.gateway.ports import ProviderGarbled

Document = Mapping[str, object]


def whole(paging: Paging, first: Document, fetch: Callable[[str], Document]) -> Document:
    """The first page with the records of every page. ProviderGarbled when the pages do not make one whole."""
    pages = [first, *_others(paging, first, fetch)]
    if len({str(records.at(page, paging.same)) for page in pages if paging.same}) > 1:
        raise ProviderGarbled("pages about several people")
    items = [item for page in pages for item in _items(paging, page)]
    total = records.at(first, paging.total) if paging.total else len(items)
    if total != len(items):
        raise ProviderGarbled("the pages hold another number of records than was said")
    if paging.unique and len({records.text_at(item, paging.unique) for item in items}) != len(items):
        raise ProviderGarbled("a record that comes twice")
    return _with_items(first, paging.items.split("."), items)


def _others(paging: Paging, page: Document, fetch: Callable[[str], Document]) -> Iterator[Document]:
    seen = {paging.first}
    while mark := str(records.at(page, paging.next) or ""):
        if mark in seen:
            raise ProviderGarbled("a page leads back to an earlier one")
        if len(seen) >= paging.most_pages:
            raise ProviderGarbled(f"more than {paging.most_pages} pages")
        seen.add(mark)
        page = fetch(mark)
        yield page


def _items(paging: Paging, page: Document) -> list[object]:
    items = records.at(page, paging.items)
    if not isinstance(items, list):
        raise ProviderGarbled("a page without its list")
    return items


def _with_items(tree: Document, keys: list[str], items: list[object]) -> Document:
    key, *rest = keys
    below = tree.get(key)
    return {**tree, key: _with_items(below, rest, items) if rest and isinstance(below, Mapping) else items}
