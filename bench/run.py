"""How fast the program is, as ratios against the least that such a program can cost.

Everything is measured in one run, in rounds: in each, every contest lets its rivals run side by side, in
another order. Milliseconds drift with the machine; the ratios of one run do not. See bench/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from icp_tui.opening import open_workspace
from in_process import Documents, Saving
from on_screen import (
    ICP_TUI,
    Commands,
    FirstPaint,
    Keys,
    Sample,
    Turning,
    form,
    interview,
    library,
    one_input,
)
from workspaces import many, remember, sample

ROUNDS, QUICK_ROUNDS = 7, 1
MEDIAN, P95 = 0.5, 0.95


class Contest(Protocol):
    """Rivals that are measured side by side."""

    def round(self, number: int) -> Iterator[Sample]:
        """One round of samples: series, and milliseconds or MB."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a series of ours beside its floor, and what is asked of the two.

    `most` is the highest good ratio, `below` the milliseconds that ours has to stay below.
    """

    title: str
    ours: str
    floor: str
    at: float = MEDIAN
    most: float | None = None
    below: float | None = None
    unit: str = "ms"


TABLE: Mapping[str, Sequence[Line]] = {
    "First paint": (
        Line("library, two samples / one input", "library", "one input", most=1.4),
        Line("library, 1,000 profiles / 10 profiles", "library 1,000", "library 10", most=1.2),
        Line("interview, problems / bare form", "interview", "form", most=1.25),
        Line("library, 200 whole profiles / two", "library 200", "library", most=1.2),
        Line("interview, among 200 / among two", "interview 200", "interview", most=1.2),
    ),
    "Key to paint": (
        Line("text field / form input", "text field", "form input"),
        Line("text field / form input, p95", "text field", "form input", P95, most=1.5),
        Line("+ line / form input", "+ line", "form input"),
        Line("+ line / form input, p95", "+ line", "form input", P95, most=1.5),
        Line("prose field / form text area", "prose field", "form prose"),
        Line("prose field / form text area, p95", "prose field", "form prose", P95, most=1.5),
    ),
    "Another step": (
        Line("step / bare swap", "step", "bare swap"),
        Line("step / bare swap, p95", "step", "bare swap", P95, most=1.5, below=100),
    ),
    "Saving": (
        Line("an answer / raw transaction", "save", "raw transaction", most=2),
        Line("typing on / raw transaction", "save typing on", "raw transaction", most=2),
        Line("in 1,000 profiles / raw transaction", "save in 1,000", "raw transaction", most=2),
    ),
    "Documents": (
        Line("playbook / raw Jinja2", "playbook", "raw Jinja2"),
        Line("HTML of it / raw markdown-it", "HTML", "raw markdown-it"),
    ),
    "Commands": (
        Line("icp-tui --help / import click", "--help", "import click"),
        Line("icp-tui list / import click", "list", "import click"),
        Line("icp-tui render / import click", "render", "import click"),
        Line("import click / python -c pass", "import click", "pass"),
    ),
    "Peak memory": (Line("interview / bare form", "interview MB", "form MB", unit="MB"),),
}


def contests(folder: Path, stack: ExitStack) -> list[Contest]:
    """All contests, on workspaces made in `folder`; what they hold open ends with `stack`."""
    small, left, ten, hundreds, thousand = (
        folder / f"{name}.db" for name in ("small", "left", "ten", "hundreds", "thousand")
    )
    profile = sample(small)
    shutil.copyfile(small, left)
    remember(left, profile, page="problems")
    many(ten, 10)
    many(hundreds, 200)
    remember(hundreds, profile, page="problems")
    many(thousand, 1000)
    home = folder / "home"
    home.mkdir()
    painted = {
        "one input": one_input(),
        "library": library(small),
        "library 10": library(ten),
        "library 200": library(hundreds),
        "library 1,000": library(thousand),
        "form": form(),
        "interview": interview(left, profile),
        "interview 200": interview(hundreds, profile),
    }
    commands = {
        "pass": (sys.executable, "-c", "pass"),
        "import click": (sys.executable, "-c", "import click"),
        "--help": (*ICP_TUI, "--help"),
        "list": (*ICP_TUI, "-w", str(small), "list"),
        "render": (*ICP_TUI, "-w", str(small), "render", profile),
    }
    saving = Saving(
        {"save": _copy(small, "saved"), "save in 1,000": thousand},
        _copy(small, "typed"),
        _copy(small, "raw"),
        profile,
    )
    stack.callback(saving.close)
    read = open_workspace(_copy(small, "read"))
    stack.callback(read.close)
    return [
        FirstPaint(painted, home),
        Keys(small, profile, home),
        Turning(small, profile, home),
        saving,
        Documents(read.answers(profile)),
        Commands(commands, home),
    ]


def _copy(workspace: Path, name: str) -> Path:
    return shutil.copyfile(workspace, workspace.with_stem(name))


def measure(rounds: int) -> dict[str, list[float]]:
    """All samples by series. The first round warms up what is compiled and cached, and is not counted."""
    samples: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="icp-tui-bench-") as folder, ExitStack() as stack:
        _tell("making workspaces")
        rivals = contests(Path(folder), stack)
        for contest in rivals:
            if isinstance(contest, FirstPaint | Commands):
                for _ in contest.round(0):
                    pass
        for number in range(rounds):
            for contest in rivals:
                _tell(f"round {number + 1} of {rounds}: {type(contest).__name__.lower()}")
                for series, value in contest.round(number):
                    samples[series].append(value)
        _tell("")
    return samples


def _tell(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)


def quantile(values: Sequence[float], at: float) -> float:
    """The value below which a part `at` of the values lies."""
    ordered = sorted(values)
    place = at * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def result(line: Line, samples: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    """A line of the table in figures."""
    ours, floor = quantile(samples[line.ours], line.at), quantile(samples[line.floor], line.at)
    ratio = ours / floor
    asked = line.most is not None or line.below is not None
    good = (line.most is None or ratio <= line.most) and (line.below is None or ours < line.below)
    return {
        "title": line.title,
        "unit": line.unit,
        "ours": round(ours, 2),
        "floor": round(floor, 2),
        "ratio": round(ratio, 2),
        "most": line.most,
        "below": line.below,
        "met": good if asked else None,
    }


def report(results: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The table as it is printed."""
    lines = [f"{'':<40}{'icp-tui':>11}{'floor':>11}{'ratio':>8}   target"]
    for title, found in results.items():
        lines += ["", title]
        for row in found:
            targets = [
                f"≤ {row['most']:.2f} ×" if row["most"] else "",
                f"< {row['below']:.0f} {row['unit']}" if row["below"] else "",
            ]
            target = ", ".join(part for part in targets if part)
            verdict = {None: "", True: "met", False: "MISSED"}[row["met"]]
            ours, floor = (f"{row[name]:,.1f} {row['unit']}" for name in ("ours", "floor"))
            written = f"  {row['title']:<38}{ours:>11}{floor:>11}{row['ratio']:>8.2f}   {target:<19}{verdict}"
            lines.append(written.rstrip())
    return "\n".join(lines)


def main() -> None:
    """Measure, print the table, and write all samples where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds instead of {ROUNDS}")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write figures and samples as JSON")
    options = parser.parse_args()
    # So that what was started and made is ended and removed, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    begun = time.monotonic()
    samples = measure(rounds)
    results = {title: [result(line, samples) for line in lines] for title, lines in TABLE.items()}
    print(report(results))
    load = os.getloadavg()[0]
    print(f"\n{rounds} rounds in {time.monotonic() - begun:.0f} s; load {load:.1f} on {os.cpu_count()} cores")
    if options.output:
        about = {
            "system": f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores",
            "rounds": rounds,
            "load": load,
        }
        written = {"about": about, "results": results, "samples": samples}
        options.output.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
