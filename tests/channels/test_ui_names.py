"""Names in templates: every one is given by somebody, also in a branch that no test renders."""

import ast
from pathlib import Path

import pytest
from django.template import engines
from jinja2 import Environment, nodes
from jinja2.meta import find_undeclared_variables

#: What every page is given: by Django and by the context processor of `channels.ui`.
EVERYWHERE = {"request", "csrf_input", "csrf_token", "site", "demo", "ui"}

#: What allauth's own views give to the pages of accounts (allauth 65: account/views.py, mfa/*/views.py).
LIBRARY = {
    "portal": {
        *("redirect_field_name", "redirect_field_value", "signup_url", "login_url", "reauthentication_alternatives"),
        *("can_view_codes", "total_count", "unused_codes", "totp_url"),
    }
}


def given(folder: Path) -> set[str]:
    """Every name that the Python of a folder puts under a key: of a dict that is written out, of a call, of an item."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Dict):
                found |= {
                    key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
                }
            elif isinstance(node, ast.keyword) and node.arg:
                found.add(node.arg)
            elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                found.add(str(node.slice.value))
    return found


def name_faults(channels: Path, env: Environment) -> list[str]:
    """Names a template uses and nothing of its channel or of `ui` gives."""
    pages = {path: env.parse(path.read_text()) for path in sorted(channels.rglob("templates/**/*.html"))}
    channel_of = {path: path.relative_to(channels).parts[0] for path in pages}
    own = {name: given(channels / name) for name in set(channel_of.values())}
    shared = {
        *env.globals,
        *EVERYWHERE,
        *given(channels / "ui"),
        *(name for page in pages.values() for name in _set(page)),
    }
    return [
        f"{path.relative_to(channels)} uses {name}"
        for path, page in pages.items()
        for channel in [channel_of[path]]
        for known in [shared | own[channel] | _imported(page) | LIBRARY.get(channel, set())]
        for name in sorted(find_undeclared_variables(page) - known)
    ]


def _set(page: nodes.Template) -> set[str]:
    """What a layout sets is there in the parts it includes."""
    targets = [each.target for each in page.find_all((nodes.Assign, nodes.AssignBlock))]
    return {target.name for target in targets if isinstance(target, nodes.Name)}


def _imported(page: nodes.Template) -> set[str]:
    """Imports and macros at the top of a file are there in its blocks."""
    taken = [name for each in page.find_all(nodes.FromImport) for name in each.names]
    return {name[1] if isinstance(name, tuple) else name for name in taken} | {
        each.name for each in page.find_all(nodes.Macro)
    }


@pytest.fixture
def env() -> Environment:
    (engine,) = engines.all()
    return engine.env


def test_every_name_in_a_template_is_given(repository: Path, env: Environment) -> None:
    assert name_faults(repository / "src/zhengtong/channels", env) == []


def test_a_planted_name_in_a_branch_is_found(tmp_path: Path, env: Environment) -> None:
    pages = tmp_path / "portal/templates/portal"
    pages.mkdir(parents=True)
    (tmp_path / "ui").mkdir()
    (tmp_path / "portal/views.py").write_text('def show(request):\n    return render(request, "a", {"case": 1})\n')
    (pages / "a.html").write_text("{% if case %}{{ site }}{{ t('好') }}{% else %}{{ no_such_name }}{% endif %}")
    assert name_faults(tmp_path, env) == ["portal/templates/portal/a.html uses no_such_name"]
