"""What a user installs works: the wheel, made of the sdist, does the main job in a bare environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the sdist of this checkout: what is missing in one is missing in both."""
    folder = tmp_path_factory.mktemp("dist")
    _run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)], cwd=folder)
    assert list(folder.glob("*.tar.gz"))
    return next(folder.glob("*.whl"))


def test_an_installed_package_does_the_main_job(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    bin_folder = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    constraints = ["-c", str(ROOT / "constraints.txt")]
    install = [str(bin_folder / "python"), "-m", "pip", "install", "--quiet", *constraints, str(wheel)]
    _run(install, cwd=tmp_path)

    def icp_tui(*arguments: str) -> str:
        return _run([str(bin_folder / "icp-tui"), "-w", str(tmp_path / "own.db"), *arguments], cwd=tmp_path)

    made = json.loads(icp_tui("new", "--client", "Żółw", "--profile", "Wholesalers", "--json"))
    icp_tui("add", "objective", "--to", made["id"], "Pass every audit")

    assert "Pass every audit" in icp_tui("render", "Wholesalers")
    assert "<style>" in icp_tui("render", "Wholesalers", "--html")
    assert "ColdLine" in _run([str(bin_folder / "icp-tui"), "demo"], cwd=tmp_path)


def _run(command: list[str], cwd: Path) -> str:
    """The output of a command that has to succeed, away from the checkout and from the user's own files."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"XDG_STATE_HOME": str(cwd), "XDG_CONFIG_HOME": str(cwd), "XDG_DATA_HOME": str(cwd)}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
