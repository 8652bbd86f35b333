"""The index on disk: a folder a generation, a pointer that says which is read.

A generation is never changed: the worker writes a new one and swaps the pointer, web processes notice and open it.
Each node keeps its own, built from the published versions.
"""

import fcntl
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings

from zhengtong.kernel.identifiers import new_id
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.offer.search import _words

_HEAP_BYTES = 15_000_000
_KEPT = 2
FIELDS = {"name": 8.0, "says": 6.0, "summary": 3.0, "guide": 1.0}
PIECES_BOOST = 0.5
ENGLISH = {"name_en": 8.0, "says_en": 6.0, "summary_en": 3.0, "guide_en": 1.0}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of one service: fields of FIELDS and ENGLISH, and the payload a hit gives back."""

    texts: dict[str, str]
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which generation is read, and the wish it was built for."""

    generation: str
    number: int


def folder() -> Path:
    return Path(settings.ZHENGTONG_HOME) / "search"


def pointer() -> Pointer | None:
    """The pointer of this node, None before the first build."""
    path = folder() / "current.json"
    return Pointer(**json.loads(path.read_text())) if path.exists() else None


@contextmanager
def only_writer() -> Iterator[bool]:
    """Whether this process may write on this node now."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "writer.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def write(entries: Sequence[Entry], number: int) -> None:
    """Write a new generation, then swap the pointer; older generations go, but for the one still being read."""
    forbid_in_transaction("building the search index")
    generation = new_id()
    path = folder() / generation
    path.mkdir(parents=True)
    index = tantivy.Index(_schema(), path=str(path))
    writer = index.writer(_HEAP_BYTES, 1)
    for entry in entries:
        writer.add_document(_document(entry))
    writer.commit()
    writer.wait_merging_threads()
    temporary = folder() / "current.json.new"
    temporary.write_text(json.dumps({"generation": generation, "number": number}))
    temporary.replace(folder() / "current.json")
    _sweep()


def _sweep() -> None:
    generations = sorted(path for path in folder().iterdir() if path.is_dir())
    for old in generations[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in (*FIELDS, "pieces"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for field in ENGLISH:
        builder.add_text_field(field, tokenizer_name="en_stem", index_option="freq")
    builder.add_text_field("payload", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    for field in FIELDS:
        document.add_text(field, " ".join(_words.words(entry.texts[field])))
    short = " ".join(entry.texts[field] for field in ("name", "says", "summary"))
    document.add_text("pieces", " ".join(_words.pieces(short)))
    for field in ENGLISH:
        document.add_text(field, _words.normal(entry.texts[field]))
    document.add_text("payload", json.dumps(entry.payload, ensure_ascii=False))
    return document
