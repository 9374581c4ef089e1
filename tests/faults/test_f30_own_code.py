"""Fault 30: what our own code must never do, since it would lose, run or send something.

Each rule is tried on a line that breaks it as well, so that a rule that finds nothing is known to look.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tallying import Tally

pytestmark = pytest.mark.fault(30)

PACKAGE = Path(__file__).parents[2] / "src" / "icp_tui"
SOURCES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}

Rule = Callable[[ast.AST], bool]

NETWORK = {
    *("aiohttp", "asyncore", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket"),
    *(
        "socketserver",
        "ssl",
        "telnetlib",
        "urllib.error",
        "urllib.request",
        "urllib3",
        "webbrowser",
        "xmlrpc",
    ),
}
RUNS_WHAT_IT_READS = {"pickle", "marshal", "shelve", "dill", "yaml"}
MARKUP_TAKING = {"Static", "Label", "Button", "Option", "Selection", "Digits", "Placeholder"}

BYTES_OF_FILES = {
    "store/file/header.py": "before SQLite opens the file",
    "store/log/forgetting.py": "after SQLite closed it, and backups",
    "store/exchange/bundles.py": "exports",
    "store/exchange/merging.py": "exports",
    "store/recovery/pages.py": "the copy of a damaged file",
    "store/recovery/copying.py": "the copy that was just made",
    "store/recovery/soundness.py": "the file to be checked, before SQLite opens it",
    "store/file/setting_aside.py": "a file that nobody has open, or copies it",
    "store/intake/case_json.py": "case files",
    "store/safety/rescue.py": "rescue journals",
    "store/safety/still_holding.py": "rescue journals",
    "files.py": "what is to be replaced; looks first that it is not the live file",
    "store/recovery/restoring.py": "backups, and the copy of what they replace",
    "store/file/places.py": "the note of warnings, and the mounted file systems",
    "store/intake/tables.py": "CSV files",
}
"""The modules of the store that read bytes by themselves, and of what; closing the live file drops locks."""


def name_of(node: ast.AST) -> str:
    """`a.b.c` as it is written; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    return ""


def called(node: ast.AST) -> str:
    return name_of(node.func) if isinstance(node, ast.Call) else ""


def keyword(node: ast.AST, name: str) -> object:
    """The constant that a call is given by this name; ... where it is given none."""
    if isinstance(node, ast.Call):
        for given in node.keywords:
            if given.arg == name:
                return given.value.value if isinstance(given.value, ast.Constant) else None
    return ...


def texts_of(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def imports(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return set()


def imports_one_of(node: ast.AST, names: set[str]) -> bool:
    return any(found == name or found.startswith(f"{name}.") for found in imports(node) for name in names)


def returning(node: ast.AST) -> bool:
    is_execute = called(node).rpartition(".")[2] in ("execute", "executemany", "rows", "query")
    return is_execute and any(" RETURNING " in f" {text.upper()} " for text in texts_of(node))


def past_the_transaction(node: ast.AST) -> bool:
    return called(node).endswith((".conn.execute", ".conn.executemany", ".executescript"))


def slow_or_unsafe_saving(node: ast.AST) -> bool:
    ending = called(node).rpartition(".")[2]
    return ending in ("upsert", "upsert_all", "insert_all", "atomic") or called(node).endswith("].update")


def markup(node: ast.AST) -> bool:
    """Markup that is on, or left on where a text is put together or comes from elsewhere."""
    if keyword(node, "markup") is True:
        return True
    ending = called(node).rpartition(".")[2]
    if ending in ("from_markup", "Markup") and not called(node).startswith("Markdown"):
        return True
    first = node.args[0] if isinstance(node, ast.Call) and node.args else None
    is_fixed = first is None or isinstance(first, ast.Constant)
    return ending in (*MARKUP_TAKING, "notify") and not is_fixed and keyword(node, "markup") is ...


def silent(node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        only = node.body[0] if len(node.body) == 1 else None
        is_ellipsis = isinstance(only, ast.Expr) and isinstance(only.value, ast.Constant)
        return node.type is None or isinstance(only, ast.Pass) or is_ellipsis
    is_suppress = called(node).rpartition(".")[2] == "suppress" and isinstance(node, ast.Call)
    wide = {"Exception", "BaseException"}
    return is_suppress and any(name_of(given) in wide for given in getattr(node, "args", []))


def runs_what_it_is_given(node: ast.AST) -> bool:
    name = called(node)
    if name in ("eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load", "input"):
        return True
    return keyword(node, "shell") is True or imports_one_of(node, RUNS_WHAT_IT_READS)


def talks(node: ast.AST) -> bool:
    return imports_one_of(node, NETWORK) or called(node).endswith((".open_url", "open_connection"))


def logs(node: ast.AST) -> bool:
    """A log would hold what was typed, and nobody would look after it."""
    return imports_one_of(node, {"logging", "textual.log", "textual.logging"}) or called(node).endswith(
        ".log"
    )


def opens(node: ast.AST) -> bool:
    name = called(node)
    ending = name.rpartition(".")[2]
    is_reading = ending in ("read_bytes", "read_text", "write_bytes", "write_text")
    return (
        is_reading
        or name == "open"
        or (ending == "open" and keyword(node, "encoding") is not ...)
        or (
            ending == "open"
            and isinstance(node, ast.Call)
            and any(
                isinstance(given, ast.Constant) and given.value in ("rb", "r", "wb", "r+b")
                for given in node.args
            )
        )
    )


RULES: dict[str, tuple[Rule, str]] = {
    "RETURNING through execute": (returning, "db.execute('INSERT INTO t VALUES (1) RETURNING id')"),
    "a write past the transaction": (past_the_transaction, "db.conn.execute('DELETE FROM t')"),
    "saving through sqlite-utils": (slow_or_unsafe_saving, "db['t'].upsert({})"),
    "markup that is switched on": (markup, "self.notify(text, markup=True)"),
    "markup that is left on": (markup, "yield Static(f'{name}')"),
    "an error that nobody hears": (silent, "try:\n    x()\nexcept OSError:\n    pass"),
    "suppressing every error": (silent, "with suppress(Exception):\n    x()"),
    "running what it is given": (runs_what_it_is_given, "subprocess.run(line, shell=True)"),
    "importing what runs what it reads": (runs_what_it_is_given, "import pickle"),
    "the network": (talks, "from urllib.request import urlopen"),
    "a log": (logs, "self.app.log('x')"),
}


def found(rule: Rule, source: str) -> list[int]:
    return [getattr(node, "lineno", 0) for node in ast.walk(ast.parse(source)) if rule(node)]


@pytest.mark.parametrize("what", RULES)
def test_our_code_has_none_of(what: str, tally: Tally) -> None:
    rule, breach = RULES[what]
    assert found(rule, breach), "the rule finds nothing at all"
    for name, path in SOURCES.items():
        tally.tried()
        for line in found(rule, path.read_text(encoding="utf-8")):
            tally.lost(f"{name}:{line}: {what}")


def test_the_live_file_is_opened_by_nobody_but_sqlite(tally: Tally) -> None:
    for breach in ("open(path)", "path.open('rb')", "path.read_bytes()"):
        assert found(opens, breach)
    for name, path in SOURCES.items():
        if name.startswith(("store/", "files.py")) and name not in BYTES_OF_FILES:
            tally.tried()
            for line in found(opens, path.read_text(encoding="utf-8")):
                tally.lost(f"{name}:{line}: say in BYTES_OF_FILES which file it opens")


def test_sqlite_utils_is_used_for_the_tables_alone(tally: Tally) -> None:
    for name, path in SOURCES.items():
        tally.tried()
        source = path.read_text(encoding="utf-8")
        lines = found(lambda node: imports_one_of(node, {"sqlite_utils"}), source)
        if lines and name not in ("store/file/database.py", "store/log/migrations.py"):
            tally.lost(f"{name}:{lines[0]}: imports sqlite-utils")
