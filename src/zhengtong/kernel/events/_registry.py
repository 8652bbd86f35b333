"""Which events exist and who hears them; filled while applications start."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Handler:
    """A named function that hears one kind of event. The name is kept in rows: never change it."""

    name: str
    handle: Callable[[Any], None]


_classes: dict[str, type] = {}
_names: dict[type, str] = {}
_handlers: dict[str, list[Handler]] = defaultdict(list)


def event(name: str) -> Callable[[type[E]], type[E]]:
    """Class decorator: a frozen dataclass of JSON values becomes an event under a lasting name."""

    def register(cls: type[E]) -> type[E]:
        if name in _classes:
            raise ValueError(f"event {name} is declared twice")
        _classes[name], _names[cls] = cls, name
        return cls

    return register


def subscribe(cls: type[E], name: str, handle: Callable[[E], None]) -> None:
    """Let `handle` hear every event of a class, in a transaction, at least until it succeeds once."""
    _handlers[_names[cls]].append(Handler(name, handle))


def name_of(instance: object) -> str:
    return _names[type(instance)]


def class_of(name: str) -> type:
    return _classes[name]


def handlers_of(name: str) -> list[Handler]:
    return _handlers[name]


def declared() -> dict[str, type]:
    """Every event by its name."""
    return dict(_classes)
