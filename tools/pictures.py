"""Take pictures of pages at 1280 and 360 px, to be looked at. Starts nothing: the server must be running.

    python tools/pictures.py http://127.0.0.1:8000 /design / --out pictures --cookie zt_lang=en --cookie zt_mode=elder

A path may be given a name (`case=/cases/…/`); otherwise the picture is named after its path. `--height 900` takes only
what is seen at that height without scrolling. `--login FILE` runs the function `login(page, base)` of a Python file
first, in the same browser context.
"""

import argparse
import runpy
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

WIDTHS = (1280, 360)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", help="address of the running server")
    parser.add_argument("paths", nargs="+", help="paths of the pages")
    parser.add_argument("--out", type=Path, default=Path("tests/pictures/out"))
    parser.add_argument("--cookie", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--login", type=Path, help="Python file with login(page, base)")
    parser.add_argument("--height", type=int, default=0, help="only the first screen, so many pixels high")
    parser.add_argument("--suffix", default="", help="added to the names of the pictures")
    return parser.parse_args()


def named(given: str) -> tuple[str, str]:
    """The name and the path of a page: `case=/cases/1/`, or a path alone."""
    name, mark, path = given.partition("=")
    if mark and not given.startswith("/"):
        return name, path
    return given.strip("/").replace("/", "-").replace("?", "-").replace("=", "-") or "home", given


def take(browser: Browser, asked: argparse.Namespace, width: int) -> None:
    """All pages at one width."""
    context = browser.new_context(viewport={"width": width, "height": asked.height or 900}, locale="zh-CN")
    for cookie in asked.cookie:
        name, _, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": asked.base}])
    page = context.new_page()
    if asked.login:
        runpy.run_path(str(asked.login))["login"](page, asked.base)
    for given in asked.paths:
        name, path = named(given)
        answer = page.goto(asked.base.rstrip("/") + path, wait_until="networkidle")
        target = asked.out / f"{name}{asked.suffix}-{width}.png"
        page.screenshot(path=target, full_page=not asked.height)
        sys.stdout.write(f"{answer.status if answer else '?'} {path} → {target}\n")
    context.close()


def main() -> int:
    """Take the pictures; 1 when Chromium is missing."""
    asked = arguments()
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.stderr.write("chromium is not installed: apt-get install chromium\n")
        return 1
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for width in WIDTHS:
            take(browser, asked, width)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
