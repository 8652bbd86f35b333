"""Finding services by everyday words."""

import json
from typing import Any

import tantivy

from zhengtong.kernel.text import Language, Text
from zhengtong.offer.search import _index, _words
from zhengtong.offer.search.data import Hit

_LONGEST = 100
_opened: dict[str, tantivy.Index] = {}


def find(query: str, language: Language = "zh-Hans", limit: int = 20) -> tuple[Hit, ...]:
    """The services that fit, best first; both languages are searched, that of the reader counts more. No query.

    Empty while no index was built yet, or when nothing fits: then the screen records a gap.
    """
    index = _current()
    parsed = _parse(index, query[:_LONGEST], language) if index else None
    if parsed is None:
        return ()
    searcher = index.searcher()
    return tuple(_hit(searcher, score, at) for score, at in searcher.search(parsed, limit).hits)


def _current() -> Any:
    """The index the pointer names; a new one replaces the old in this process."""
    at = _index.pointer()
    if at is None:
        return None
    if at.generation not in _opened:
        index = tantivy.Index.open(str(_index.folder() / at.generation))
        _opened.clear()
        _opened[at.generation] = index
    return _opened[at.generation]


def _parse(index: Any, text: str, language: Language) -> Any:
    words = _words.query_words(text)
    chinese = [word for word in words if _words.is_chinese(word) or word.isdigit()]
    parts = [_chinese(index.schema, chinese)] if chinese else []
    latin = [word for word in words if not _words.is_chinese(word)]
    if latin:
        english = index.parse_query(" ".join(latin), list(_index.ENGLISH), field_boosts=dict(_index.ENGLISH))
        parts.append(tantivy.Query.boost_query(english, 2.0 if language == "en" else 1.0))
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts]) if parts else None


def _chinese(schema: Any, words: list[str]) -> Any:
    """Any of the words, by the weight of the field; a word the cutter never made is found by all of its pieces."""
    clauses = []
    for word in words:
        for field, boost in _index.FIELDS.items():
            term = tantivy.Query.term_query(schema, field, word, "freq")
            clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(term, boost)))
        clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(_pieces(schema, word), _index.PIECES_BOOST)))
    return tantivy.Query.boolean_query(clauses)


def _pieces(schema: Any, word: str) -> Any:
    pieces = [piece for piece in _words.pieces(word) if len(piece) == min(2, len(word))] or [word]
    terms = [(tantivy.Occur.Must, tantivy.Query.term_query(schema, "pieces", piece, "freq")) for piece in pieces]
    return tantivy.Query.boolean_query(terms)


def _hit(searcher: Any, score: float, at: Any) -> Hit:
    payload = json.loads(searcher.doc(at).get_first("payload"))
    name, summary = Text.read(payload["name"]), Text.read(payload["summary"])
    return Hit(payload["service"], payload["hash"], name, summary, float(score))
