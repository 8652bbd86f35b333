"""Wait for the first page of a node that was started here, and for its own word that it is ready."""

import sys
import time
import urllib.request

_PATIENCE_SECONDS = 60


def main() -> int:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen("http://127.0.0.1:8000/readyz", timeout=5) as answer:
                answer.read()
            with urllib.request.urlopen("http://127.0.0.1:8000/", timeout=5) as answer:
                page = answer.read().decode()
        except OSError:
            time.sleep(0.2)
            continue
        sys.stdout.write(f"{answer.status} {page[page.index('<title>') : page.index('</title>') + 8]} {len(page)} 字\n")
        return 0
    sys.stderr.write("the page did not come\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
