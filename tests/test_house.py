"""The house rules that a program can check: which room knows which, how long a file is, what no file says."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
WRITTEN = (
    ".py",
    ".toml",
    ".md",
    ".j2",
    ".json",
    ".tcss",
    ".css",
    ".txt",
    ".cfg",
    ".yml",
    ".yaml",
    ".po",
    ".pot",
    "",
)
OURS = ("src", "tests", "tools", "bench", "docs", "templates", "sample_db", ".ci")


def _texts() -> Iterator[tuple[Path, str]]:
    """All files of the project that people wrote."""
    files = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in OURS:
        files += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    for path in sorted(files):
        if path.suffix in WRITTEN and "__pycache__" not in path.parts and path != Path(__file__):
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def test_imports_run_one_way_through_the_house() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_no_file_needs_more_than_400_lines() -> None:
    lengths = {path.relative_to(ROOT): path.read_text(encoding="utf-8").count("\n") for path in SOURCES}
    assert len(lengths) > 30
    assert {str(path): length for path, length in lengths.items() if length > 400} == {}


def _is_silent(handler: ast.ExceptHandler) -> bool:
    return all(
        isinstance(part, ast.Pass)
        or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant) and part.value.value is ...)
        for part in handler.body
    )


def test_no_error_is_swallowed() -> None:
    faults = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or _is_silent(node)):
                faults.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert faults == []


def test_every_module_opens_with_what_it_is() -> None:
    bare = [
        str(p.relative_to(ROOT)) for p in SOURCES if not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]
    assert bare == []


def test_nothing_is_left_to_be_done_in_the_code() -> None:
    left = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [str(p) for p in SOURCES if left.search(p.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an address of a network", r"\b(?:10|127|172|192)(?:\.\d{1,3}){3}\b"),
        ("a local host with a port", r"\blocalhost:\d+"),
    ],
)
def test_no_file_names(what: str, pattern: str) -> None:
    found = re.compile(pattern)
    assert [f"{path}: {what}" for path, text in _texts() if found.search(text)] == []


def test_no_file_names_a_folder_of_the_machine_that_it_was_written_on() -> None:
    places = [str(place) for place in (ROOT, Path(sys.prefix)) if len(place.parts) > 2]
    assert [str(path) for path, text in _texts() if any(place in text for place in places)] == []


def test_nothing_heavy_is_imported_by_the_method_the_insight_and_the_store() -> None:
    code = (
        "import sys\n"
        "import icp_tui.opening, icp_tui.store.work.actions, icp_tui.store.intake.cases\n"
        "import icp_tui.store.work.search\n"
        "heavy = {'textual', 'rich', 'jinja2', 'markdown_it', 'sqlite_utils', 'babel', 'click'}\n"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
