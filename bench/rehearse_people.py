"""Those who see an upgrade: who fills forms in while versions change under their hands, and who looks all the time."""

import itertools
import random
import re
from dataclasses import dataclass
from typing import Any

import home
import httpx
from torture_lines import Run, Visitor
from torture_world import browsing

_NUMBER = re.compile(r'<span class="number">(\w+)</span>')
_STYLE = re.compile(r'href="(/static/[^"]+\.css)"')
_ADDRESS = f"/services/{home.SERVICE}/apply"
_OK = 200


class AnyPort(httpx.HTTPTransport):
    """A proxy before all web servers: each request goes to any of them."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        port = self._run.world.port
        request.url = request.url.copy_with(port=port)
        try:
            answer = super().handle_request(request)
        except httpx.TransportError:
            self._run.unreached += 1
            raise
        self._run.faults += answer.status_code >= 500
        return answer


def browser(run: Run) -> browsing.Person:
    """Somebody who is not signed in, at an address behind which all web servers stand."""
    return browsing.Person("http://127.0.0.1", AnyPort(run))


@dataclass(slots=True)
class Filler:
    """Fills an application in page by page, looks whether the draft has kept it, and sends it; then signs in anew."""

    run: Run
    name: str
    dice: random.Random
    pause: float

    def live(self) -> None:
        """Act until the run ends; whatever does not go as it should is broken."""
        while not self.run.ending.wait(self.dice.uniform(0, self.pause)):
            try:
                self._apply(browser(self.run))
            except (httpx.HTTPError, browsing.Lost) as error:
                self.run.broken.append(f"filling in: {type(error).__name__} {error}")

    def _apply(self, at: browsing.Person) -> None:
        whom, number = self.run.next_elder()
        browsing.sign_in(at, self.run.world.folder, self.name, _ADDRESS)
        self._styled(at)
        at.press("填")
        at.press("下一步", {"for_whom": "别人", "for_whom.name": whom, "for_whom.id_number": number})
        at.open(at.address)
        at.press("下一步", {"pay_to": "老人的社保卡"})
        at.press("下一步", {"phone": "19900000028"})
        if whom not in at.page.text:
            raise browsing.Lost(f"the draft has not kept {whom}: {at.heading()}")
        at.press("交申请")
        given = _NUMBER.search(at.page.text)
        if given is None:
            raise browsing.Lost(f"no receipt: {at.address} {at.heading()}")
        self.run.note("apply", given[1])
        at.client.close()

    def _styled(self, at: browsing.Person) -> None:
        """The style of the page is there, whoever is asked for it."""
        for style in _STYLE.findall(at.page.text):
            at.client.get(style).raise_for_status()


@dataclass(slots=True)
class Watcher:
    """Asks all the time, so that a gap is seen whatever the others do."""

    visitor: Visitor
    every: float = 0.05

    def live(self) -> None:
        """Look until the run ends."""
        while not self.visitor.run.ending.wait(self.every):
            status, text = self.visitor.ask("GET", "/api/v1/cases?limit=1")
            if status != _OK:
                self.visitor.run.broken.append(f"looking: {status} {text[:200]}")


def gap(answers: list[Any]) -> float:
    """The longest time in which nobody at all was answered."""
    moments = sorted(answer.at for answer in answers)
    return max((after - before for before, after in itertools.pairwise(moments)), default=0.0)
