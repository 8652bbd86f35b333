"""The authorisation on paper: blank for anybody, filled for who signs it. Set outside every transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.authorisations.data import OwnText
from zhengtong.delivery.cases import api as cases
from zhengtong.journeys._printed import version_words
from zhengtong.journeys.signatures import looked_up
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.office.documents import api as documents

ACTOR = system("print_authorisation")
TITLE = "授权书"
SIGNS = ("签名", "谁替他签、是他的什么人", "见证人签名")
AFTER = "本人签不了的，监护人或代理人签，写明关系。签的时候有一位见证人在场。不同意可以不签，上面写的我们就不查。"
_MOST = 64
_blank: dict[str, bytes] = {}


def blank_authorisation(version: ServiceVersion) -> bytes:
    """The authorisation of a version with room for names, as PDF: set once in this process. NotFound for a service
    that wants none."""
    definition = authorisations.definition_of(version)
    if definition is None:
        raise NotFound()
    asked = looked_up(version, definition.covers)
    key = f"{version.hash} {asked.zh}"  # who holds the data is registered, not published
    if key not in _blank:
        if len(_blank) >= _MOST:
            _blank.pop(next(iter(_blank)))
        service = version.service
        words = authorisations.blank_words(definition, service.name, service.organisation_name, asked)
        _blank[key] = documents.render(documents.AUTHORISATION, _data(version, "", *words))
    return _blank[key]


def own_authorisation(case: str, *, actor: Actor) -> bytes:
    """The signer's own authorisation for a case, as PDF. NotFound to all others."""
    return _filled(authorisations.own(case, actor=actor))


def authorisation_to_sign(case: str, signature: str, *, actor: Actor, at: datetime) -> bytes:
    """What a clerk who works on a case takes to one who signs on paper, as PDF; the look is recorded. NotFound."""
    return _filled(authorisations.text_to_sign(case, signature, actor=actor, at=at))


def _filled(own: OwnText) -> bytes:
    version = catalogue.version(cases.case(own.case, actor=ACTOR, at=clock.now()).service_hash)
    return documents.render(documents.AUTHORISATION, _data(version, own.number, own.text, own.promise))


def _data(version: ServiceVersion, number: str, text: Text, promise: Text) -> Mapping[str, Any]:
    return {
        "title": TITLE,
        "number": number,
        "issuer": version.service.organisation_name.zh,
        "version": version_words(version),
        "text": [line for line in text.zh.splitlines() if line.strip()],
        "promise": promise.zh,
        "signs": list(SIGNS),
        "after": AFTER,
    }
