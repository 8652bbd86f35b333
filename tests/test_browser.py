"""The browser of the tests itself: pressing a link waits for the whole page that comes."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from browser import NARROW, chromium, go, page_at

pytestmark = [pytest.mark.browser, pytest.mark.server]


class _Slow(BaseHTTPRequestHandler):
    """Sends the page `/second` in two halves, the first without its title."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.path != "/second":
            self.wfile.write(b"<!doctype html><title>first</title><a href=/second>on</a>")
            return
        self.wfile.write(b"<!doctype html><html><head>")
        self.wfile.flush()
        time.sleep(0.3)
        self.wfile.write(b"<title>second</title></head><body><h1>second</h1></body></html>")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_page_that_comes_is_whole(address: str) -> None:
    with chromium() as browser, page_at(browser, NARROW, scripts=False) as page:
        page.goto(address)
        go(page, "a")
        assert page.title() == "second"
