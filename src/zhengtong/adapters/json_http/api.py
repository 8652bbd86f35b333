"""Departments that speak JSON over HTTP, also page by page or later by a ticket; configured by their connection."""

import json
from collections.abc import Mapping
from datetime import date

from zhengtong.adapters.json_http import _document, _pages, _settings
from zhengtong.adapters.json_http._settings import Call, JsonSettings, Ticket
from zhengtong.adapters.records import api as records
from zhengtong.adapters.wire import api as wire
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.sharing.gateway.ports import Accepted, BadSettings, ConnectionData, ProviderGarbled, Query


class JsonHttpDriver:
    """Fulfils `ProviderDriver`. Settings: see the README beside this file and demo/connections.yaml."""

    def fetch(self, connection: ConnectionData, query: Query) -> Mapping[str, object] | Accepted | None:
        """Ask once. ProviderError as the port says; BadSettings when the connection is wrongly configured."""
        forbid_in_transaction("asking a department")
        settings = _settings.read(connection.settings)
        return _Conversation(settings, connection.address, query).answer()


class _Conversation:
    """One question and all its pages, under one deadline and one limit of bytes."""

    def __init__(self, settings: JsonSettings, address: str, query: Query) -> None:
        self._settings, self._address, self._query = settings, address, query
        self._deadline = wire.Deadline(min(query.timeout, settings.timeout_seconds))
        self._bytes_left = settings.most_bytes
        self._marks = records.marks_of(query, settings.time_format)

    def answer(self) -> Mapping[str, object] | Accepted | None:
        settings = self._settings
        call = _poll(settings) if self._query.ticket else settings.ask
        paging = settings.paging
        document, meaning = self._page(call, paging.first if paging else "")
        if meaning == "not_found":
            return None
        if meaning == "accepted":
            return _accepted(settings.ticket, document)
        if settings.ticket is not None:
            _check_whole(settings.ticket, document)
        if paging is not None:
            document = _pages.whole(paging, document, lambda mark: self._found(call, mark))
        return records.take(settings.fields, records.at(document, settings.record))

    def _found(self, call: Call, mark: str) -> Mapping[str, object]:
        document, meaning = self._page(call, mark)
        if meaning != "found":
            raise ProviderGarbled("a further page that was not found")
        return document

    def _page(self, call: Call, mark: str) -> tuple[Mapping[str, object], records.Meaning]:
        reply = wire.exchange(
            self._request(call, mark),
            deadline=self._deadline,
            most_bytes=self._bytes_left,
            expected={200, *self._settings.statuses},
        )
        self._bytes_left -= len(reply.body)
        if reply.status in self._settings.statuses:
            return self._by_status(reply)
        document = _document.parse(reply.body)
        result = self._settings.result
        return document, result.meaning(document, self._query) if result else "found"

    def _by_status(self, reply: wire.Reply) -> tuple[Mapping[str, object], records.Meaning]:
        """An answer whose status says what it means; its body matters only when it holds a ticket."""
        meaning = self._settings.statuses[reply.status]
        return (_document.parse(reply.body) if meaning == "accepted" else {}), meaning

    def _request(self, call: Call, mark: str) -> wire.Request:
        marks = {**self._marks, "page": mark}
        words = records.words_for(self._settings.fields, self._query)
        body = b"" if call.body is None else json.dumps(records.filled(call.body, marks, words)).encode()
        parameters = {name: records.text_in(value, marks, words) for name, value in call.parameters.items()}
        return wire.Request(
            call.method,
            self._address + str(records.filled(call.path, records.quoted(marks), words)),
            body,
            headers={"Content-Type": "application/json", "Accept": "application/json", **self._settings.headers},
            parameters=parameters,
        )


def _poll(settings: JsonSettings) -> Call:
    if settings.ticket is None:
        raise BadSettings("the connection's settings lack ticket")
    return settings.ticket.poll


def _accepted(ticket: Ticket | None, document: Mapping[str, object]) -> Accepted:
    if ticket is None:
        raise BadSettings("the connection's settings lack ticket")
    number, expected = (records.text_at(document, path) for path in (ticket.number, ticket.expected))
    return Accepted(
        ticket=number,
        parts_in=_count(document, ticket.parts_in),
        parts_of=_count(document, ticket.parts_of),
        expected=date.fromisoformat(records.date_of("expected", expected, ticket.date)),
        again_seconds=ticket.again_seconds,
    )


def _check_whole(ticket: Ticket, document: Mapping[str, object]) -> None:
    """An answer that counts its parts has them all, and none twice."""
    parts = [records.at(document, path) for path in (ticket.parts_in, ticket.parts_of)]
    if None not in parts and parts[0] != parts[1]:
        raise ProviderGarbled("an answer whose parts do not add up")


def _count(document: Mapping[str, object], path: str) -> int:
    value = records.at(document, path)
    if not isinstance(value, int):
        raise ProviderGarbled("an acceptance that does not count its parts")
    return value
