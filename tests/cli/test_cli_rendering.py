"""`render` gives the same document to a pipe and to a file, and a file is written whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from calling import Icp, run

from icp_tui.documents.catalogue import make_document
from icp_tui.documents.files import write_file
from icp_tui.errors import BadFile

PROFILE = "wholesalers-before-an-audit"


def test_a_pipe_gets_the_document_byte_for_byte(icp: Icp) -> None:
    icp.done("set", PROFILE, "situation=Łódź: “now”")
    wanted = make_document(icp.answers()).encode()
    for dash in ((), ("-o", "-")):
        done = run("-w", str(icp.workspace), "render", PROFILE, *dash, home=icp.home)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == wanted


def test_a_file_gets_the_same_and_a_second_time_says_that_it_replaced_the_first(
    icp: Icp, tmp_path: Path
) -> None:
    file = tmp_path / "playbook.md"
    first = icp.done("render", PROFILE, "-o", str(file))
    assert first.out == ""
    assert first.err == f"Wrote {file}.\n"
    assert file.read_bytes() == make_document(icp.answers()).encode()
    icp.done("set", PROFILE, "offer=Another")
    assert "replaced an earlier file" in icp.done("render", PROFILE, "-o", str(file)).err
    assert "Another" in file.read_text(encoding="utf-8")


def test_html_comes_with_the_flag_or_the_ending(icp: Icp, tmp_path: Path) -> None:
    printed = icp.done("render", PROFILE, "--html").out
    assert printed.lower().startswith("<!doctype html>")
    file = tmp_path / "playbook.HTML"
    icp.done("render", PROFILE, "-o", str(file))
    assert file.read_text(encoding="utf-8") == printed


def test_the_language_of_a_document_can_be_chosen(icp: Icp) -> None:
    assert 'language: "pl"' in icp.done("render", PROFILE, "--language", "pl").out
    assert '<html lang="pl"' in icp.done("render", PROFILE, "--language", "pl", "--html").out


def test_a_template_of_ones_own_is_used(icp: Icp, tmp_path: Path) -> None:
    template = tmp_path / "own.md.j2"
    template.write_text("# {{ profile.name }}\n", encoding="utf-8")
    assert icp.done("render", PROFILE, "--template", str(template)).out == "# Wholesalers before an audit\n"


def test_a_template_at_fault_ends_in_words_and_writes_nothing(icp: Icp, tmp_path: Path) -> None:
    template, file = tmp_path / "own.md.j2", tmp_path / "out.md"
    template.write_text("{{ profile.nmae }}\n", encoding="utf-8")
    assert "nmae" in icp.refused(1, "render", PROFILE, "--template", str(template), "-o", str(file))
    assert "cannot be read" in icp.refused(1, "render", PROFILE, "--template", str(tmp_path / "none"))
    assert "There is no document" in icp.refused(1, "render", PROFILE, "--document", "poem")
    assert not file.exists()


def test_a_workspace_is_never_written_over(icp: Icp) -> None:
    assert "it is a database" in icp.refused(1, "render", PROFILE, "-o", str(icp.workspace))


def test_a_written_file_follows_links_and_keeps_its_permissions(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    assert write_file(real, "one") is False
    real.chmod(0o640)
    link.symlink_to(real)
    assert write_file(link, "two") is True
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "two"
    assert os.name == "nt" or real.stat().st_mode & 0o777 == 0o640


def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    write_file(tmp_path / "ours", b"\x00\xff")
    assert os.name == "nt" or (tmp_path / "ours").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "ours").read_bytes() == b"\x00\xff"


def test_a_write_that_fails_leaves_the_earlier_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "playbook.md"
    file.write_text("earlier", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadFile, match="No space left on device"):
        write_file(file, "later")
    assert file.read_text(encoding="utf-8") == "earlier"
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    database = tmp_path / "other.sqlite"
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    for target in (
        tmp_path,
        database,
        tmp_path / "none" / "x.md",
        circle,
        Path(os.devnull),
        tmp_path / "a\0b",
    ):
        with pytest.raises(BadFile, match="Cannot write"):
            write_file(target, "text")
    assert Path(os.devnull).exists()
