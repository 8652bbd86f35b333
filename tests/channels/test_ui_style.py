"""The floor of the style: Chromium 69, one request, kept for ever, nothing inline."""

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

from zhengtong.channels.ui import assets
from zhengtong.channels.ui.environment import template_folders
from zhengtong.channels.ui.icons import symbols

# Not in Chromium 69, or only in part.
TOO_NEW = {
    "flex gap": r"(?<!grid-)(?<!-)\bgap\s*:|row-gap|column-gap",
    "clamp, min, max": r"\b(clamp|min|max)\(",
    ":is, :has, :where": r":(is|has|where)\(",
    "inset": r"\binset\s*:|inset-(block|inline)",
    "@layer, @container": r"@(layer|container|property)\b",
    "aspect-ratio": r"aspect-ratio",
    "logical properties": r"\b(margin|padding)-(inline|block)\b",
}


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def too_new(css: str) -> list[str]:
    return [name for name, pattern in TOO_NEW.items() if re.search(pattern, css)] + nesting(css)


def nesting(css: str) -> list[str]:
    """A rule inside a rule that is not an at-rule."""
    open_rules: list[str] = []
    for piece in re.finditer(r"([^{};]*)\{|\}", css):
        if piece[0] == "}":
            open_rules.pop()
            continue
        if open_rules and not open_rules[-1].startswith("@"):
            return [f"nesting: {piece[1].strip()}"]
        open_rules.append(piece[1].strip())
    return []


@pytest.mark.parametrize("name", ["zhengtong.css", "design.css"])
def test_style_keeps_to_chromium_69(name: str) -> None:
    assert too_new(without_comments(assets.content(name).decode())) == []


@pytest.mark.parametrize(
    "css",
    [".a{display:flex;gap:1rem}", "h1{font-size:clamp(1rem,2vw,3rem)}", ".a:has(b){x:y}", ".a{inset:0}", ".a{.b{x:y}}"],
)
def test_too_new_style_is_found(css: str) -> None:
    assert too_new(css)


def test_script_keeps_to_chromium_69_and_is_tiny() -> None:
    script = assets.content("ui.js").decode()
    assert len(script) <= 2560
    assert not re.search(r"\?\.|\?\?|=>\s*\{\s*await|\bstatic\b|\.at\(|replaceAll|import ", script)


def test_raw_colours_stand_in_the_tokens_only() -> None:
    rules = without_comments((assets.SOURCE / "zhengtong.css").read_text(encoding="utf-8"))
    screen = rules.split("@media print")[0]
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", screen)) <= {"#fff"}


def test_nothing_is_inline() -> None:
    paths = [path for folder in template_folders() for path in folder.rglob("*.html")]
    assert paths
    for path in paths:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|data:", source), path


def test_style_is_served_once_hashed_and_kept_for_ever(client: Client) -> None:
    page = client.get("/design").content.decode()
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert sheets == [assets.static("zhengtong.css"), assets.static("design.css")]
    answer = client.get(sheets[0], headers={"accept-encoding": "gzip"})
    body = b"".join(answer)  # type: ignore[arg-type]  # a streamed answer yields bytes
    assert gzip.decompress(body) == assets.content("zhengtong.css")
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/css")


def test_a_changed_style_gets_another_name(tmp_path: Path) -> None:
    assets.build(tmp_path)
    assert (tmp_path / assets.hashed("zhengtong.css")).read_bytes() == assets.content("zhengtong.css")
    assert re.fullmatch(r"zhengtong\.[0-9a-f]{12}\.css", assets.hashed("zhengtong.css"))
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".new")]


def test_the_policy_is_strict(client: Client) -> None:
    policy = client.get("/design")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_page_carries_only_the_symbols_it_uses(client: Client) -> None:
    page = client.get("/nothing-here").content.decode()
    assert (
        set(re.findall(r'<symbol id="i-([a-z]+)"', page))
        == set(re.findall(r'href="#i-([a-z]+)"', page))
        < set(symbols())
    )
    assert page.index("<symbol") < page.index('<header class="top"')
