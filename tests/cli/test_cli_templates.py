"""One's own templates: found, copied without loss, checked in words, and told every name that there is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from calling import Icp, own_environment

from filled import filled
from icp_tui import paths
from icp_tui.documents.catalogue import DOCUMENTS
from icp_tui.documents.context import context
from icp_tui.method.declaration import RECORDS

OURS = "playbook.md.j2"


@pytest.fixture
def own(home: Path) -> Path:
    """The folder for one's own templates, which is not there yet."""
    return paths.user_templates_folder()


def _origins(icp: Icp) -> dict[str, str]:
    rows = icp.done("templates", "list", "--json").json
    assert all(Path(row["path"]).is_file() for row in rows)
    return {row["name"]: row["origin"] for row in rows}


def test_the_list_tells_whose_each_template_is(icp: Icp, own: Path) -> None:
    assert set(_origins(icp).values()) == {"built-in"}
    own.mkdir()
    for name in ("calls.md.j2", OURS, "notes.txt"):
        (own / name).write_text("x", encoding="utf-8")
    found = _origins(icp)
    assert found["calls.md.j2"] == "yours"
    assert found[OURS] == "yours in place of ours"
    assert found["partials/cover.md.j2"] == "built-in"
    assert "notes.txt" not in found
    lines = icp.done("templates", "list").out.splitlines()
    own_lines = [line for line in lines if "yours" in line]
    assert [re.split(r"  +", line) for line in own_lines] == [
        ["calls.md.j2", "yours", str(own / "calls.md.j2")],
        [OURS, "yours in place of ours", str(own / OURS)],
    ]
    assert all("  built-in  " in line for line in lines if line not in own_lines)


def test_a_copy_is_the_template_in_a_folder_of_ones_own(icp: Icp, own: Path) -> None:
    said = icp.done("templates", "copy", "playbook").out
    assert str(own / OURS) in said
    assert "icp-tui templates check playbook" in said
    assert (own / OURS).read_bytes() == (paths.templates_folder() / OURS).read_bytes()
    icp.done("templates", "copy", "partials/cover.md.j2")
    for path in (own, own / "partials"):
        assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o700
    for path in (own / OURS, own / "partials" / "cover.md.j2"):
        assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    assert "is fine" in icp.done("templates", "check", "playbook").out


def test_a_second_copy_leaves_what_was_changed_unless_it_is_forced(icp: Icp, own: Path) -> None:
    icp.done("templates", "copy", "playbook")
    (own / OURS).write_text("mine", encoding="utf-8")
    assert "--force" in icp.refused(1, "templates", "copy", "playbook")
    assert (own / OURS).read_text(encoding="utf-8") == "mine"
    assert "Replaced" in icp.done("templates", "copy", "playbook", "--force").out
    assert (own / OURS).read_bytes() == (paths.templates_folder() / OURS).read_bytes()


def test_a_link_that_leads_nowhere_is_not_written_through(icp: Icp, own: Path, tmp_path: Path) -> None:
    own.mkdir()
    (own / OURS).symlink_to(tmp_path / "elsewhere")
    icp.refused(1, "templates", "copy", "playbook")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("name", ["plabook", "../playbook", "/playbook", ""])
def test_only_what_is_built_in_can_be_copied(icp: Icp, own: Path, name: str) -> None:
    assert "There is no template" in icp.refused(1, "templates", "copy", name)
    assert not own.exists()


def test_a_folder_that_cannot_be_made_is_said(icp: Icp, own: Path) -> None:
    own.write_text("in the way", encoding="utf-8")
    assert "Cannot make" in icp.refused(1, "templates", "copy", "playbook")


def test_a_check_renders_with_the_sample_or_with_the_named_profile(icp: Icp, empty: Icp) -> None:
    assert "food wholesalers" in empty.done("templates", "check", "playbook").out
    assert not empty.workspace.exists()
    assert "“Wholesalers before an audit”" in icp.done("templates", "check", OURS, "wholesalers").out
    assert "There is no profile" in icp.refused(1, "templates", "check", "playbook", "nobody")


def test_a_check_says_what_is_wrong_and_where(icp: Icp, own: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.md.j2"
    file.write_text("# Calls\n\n{{ profile.nmae }}\n", encoding="utf-8")
    said = icp.refused(1, "templates", "check", str(file))
    assert "own.md.j2, line 3" in said
    assert "did you mean `name`?" in said
    file.write_text("{% if %}", encoding="utf-8")
    assert "own.md.j2, line 1" in icp.refused(1, "templates", "check", str(file))
    file.write_text("# {{ profile.name }}\n", encoding="utf-8")
    assert "is fine" in icp.done("templates", "check", str(file)).out
    own.mkdir()
    (own / "calls.md.j2").write_text("{{ nothing }}", encoding="utf-8")
    assert "calls.md.j2, line 1" in icp.refused(1, "templates", "check", "calls")


def test_a_template_that_is_not_there_is_said_with_those_that_are(icp: Icp, tmp_path: Path) -> None:
    assert "did you mean `playbook.md.j2`?" in icp.refused(1, "templates", "check", "plabook")
    assert "There is no template" in icp.refused(1, "templates", "check", str(tmp_path / "none.md.j2"))
    assert "too long" in icp.refused(1, "templates", "check", "a" * 300)


def test_help_does_not_load_the_template_engine(icp: Icp) -> None:
    code = "import sys\nfrom icp_tui.cli import main\ntry: main(sys.argv[1:])\nfinally: print(*sys.modules)"
    for words in (["--help"], ["templates", "--help"], ["templates", "fields", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            capture_output=True,
            timeout=60,
            check=True,
            env=own_environment(icp.home),
        )
        loaded = set(done.stdout.decode().split("\n")[-2].split())
        assert "icp_tui.cli.templates" in loaded
        assert not loaded & {"jinja2", "markdown_it", "babel", "textual", "icp_tui.method", "icp_tui.store"}


def _is_there(values: object, way: list[str]) -> bool:
    """Whether a name leads somewhere from these values; each of a list must have it."""
    if not way:
        return True
    name = way[0].removesuffix("[]")
    if not isinstance(values, Mapping) or name not in values:
        return False
    if way[0].endswith("[]"):
        return all(_is_there(item, way[1:]) for item in values[name])
    return _is_there(values[name], way[1:])


def test_every_name_that_is_told_exists_in_other_profiles_too(icp: Icp) -> None:
    names = [row["name"] for row in icp.done("templates", "fields", "--json").json]
    assert len(names) == len(set(names)) > 500
    document = DOCUMENTS["playbook"]
    for answers in (filled(), filled(wanted=lambda *_: False), icp.answers()):
        values = context(answers, title=document.title, reader=document.reader)
        assert [name for name in names if not _is_there(values, name.split("."))] == []


def test_the_names_of_every_list_are_told_with_their_questions(icp: Icp) -> None:
    told = {row["name"]: row["question"] for row in icp.done("templates", "fields", "--json").json}
    for kind, record in RECORDS.items():
        for name, question in record.questions.items():
            asked = str(question.ask or question.label)
            assert told[f"everything.{kind}[].{name}"] == asked
            assert f"everything.{kind}[].values.{name}" in told
    for name in (
        "declined[].result",
        "open.unread[].answer",
        "open.unanswered[].labels",
        "open.empty[].pages",
    ):
        assert name in told
    assert "objectives[].side_by_side[].new.title" in told
    assert "objectives[].side_by_side[].new.minutes" not in told
    said = icp.done("templates", "fields").out
    assert re.search(r"^objectives\[\]\.problems\[\]\.what  +\S", said, re.MULTILINE)
    assert "document.title" in said
