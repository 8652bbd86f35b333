"""Let wapiti (Debian's) look for holes in a demo that runs: as a stranger, as a resident and as a clerk.

    make demo                                      # in another terminal
    .venv/bin/python tools/scan.py http://127.0.0.1:8000 --home var

Prints what it found, by who looked; exit 1 when anything is above informational. Over plain http cookies cannot be
Secure: that finding is printed and not counted, look behind TLS for it. Wapiti 3.2 is wanted (the 3.0.4 of Debian 12
cannot leave pages out under Python 3.11). Never point it at a node with true data: it sends hundreds of spoilt forms.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "demo"))
import browsing  # noqa: E402 - of the demo

WHO = {"a stranger": "", "a resident": "李敏", "a clerk": "周敏"}
MODULES = (
    "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,"
    "ssrf,timesql,upload,xss,xxe"
)
INFORMATIONAL = 0
_OF_PLAIN_HTTP = "Secure Flag cookie"
_SECONDS = 400


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("base")
    parser.add_argument("--home", type=Path, default=ROOT / "var")
    parser.add_argument("--seconds", type=int, default=_SECONDS, help="at most for each who looks")
    arguments = parser.parse_args()
    if shutil.which("wapiti") is None:
        sys.stderr.write("缺 / missing: wapiti（Debian: wapiti）\n")
        return 1
    found = {who: _scan(arguments, name) for who, name in WHO.items()}
    for who, (pages, holes) in found.items():
        sys.stdout.write(f"{who}: {pages} addresses and forms, {len(holes)} findings\n")
        sys.stdout.writelines(
            f"  [{hole['level']}] {hole['kind']}: {hole['method']} {hole['path']} {hole['info']}\n" for hole in holes
        )
    if not all(pages for pages, _ in found.values()):
        sys.stderr.write("nothing was looked at\n")
        return 1
    return int(any(_counts(hole, arguments.base) for _, holes in found.values() for hole in holes))


def _counts(hole: dict, base: str) -> bool:
    return hole["level"] > INFORMATIONAL and (hole["kind"] != _OF_PLAIN_HTTP or base.startswith("https:"))


def _scan(arguments: argparse.Namespace, name: str) -> tuple[int, list[dict]]:
    """How much was looked at, and what was found."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        words = ["wapiti", "-u", f"{arguments.base}/", "--flush-session", "--store-session", place, "-m", MODULES]
        words += [
            "--max-scan-time",
            str(arguments.seconds),
            "--max-attack-time",
            str(arguments.seconds // 4),
            "-f",
            "json",
            "-o",
            str(folder / "report.json"),
            "-v",
            "0",
        ]
        words += ["-x", f"{arguments.base}/account/logout", "-x", f"{arguments.base}/account/leave"]
        (folder / "cookies.json").write_text(json.dumps(_cookies(arguments, name)))
        words += ["-c", str(folder / "cookies.json")]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        report = json.loads((folder / "report.json").read_text("utf-8"))
    holes = [
        {"kind": kind, **{key: one[key] for key in ("level", "method", "path", "info")}}
        for part in ("vulnerabilities", "anomalies")
        for kind, ones in report[part].items()
        for one in ones
    ]
    return report["infos"].get("crawled_pages_nbr", 0), holes


def _cookies(arguments: argparse.Namespace, name: str) -> dict:
    """What a browser holds of somebody who signed in, or who opened a first page, as wapiti reads it.

    Without any, its first pages, asked for side by side, bring a token each and one cookie: what it sends is refused
    whatever its token, which it takes for a token nobody looks at.
    """
    person = browsing.Person(arguments.base)
    if name:
        browsing.sign_in(person, arguments.home, name, "/account/")
    else:
        person.open("/account/login")
    host = urlsplit(arguments.base).hostname
    kept = {
        cookie.name: {"value": cookie.value, "version": 0, "expires": None, "secure": False, "port": None}
        for cookie in person.client.cookies.jar
    }
    return {host: {"/": kept}}


if __name__ == "__main__":
    sys.exit(main())
