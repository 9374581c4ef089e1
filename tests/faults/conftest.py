"""The fault tests: which fault a test is about, what it counted, and the table of them (`--fault-table`)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pty_fixtures import asked, path, started  # noqa: F401 - fixtures of the tests under a pty
from tallying import PROPERTY, TALLY, Table, Tally

TABLE = pytest.StashKey[Table]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fault-table", action="store_true", help="print the table of all faults; each needs a test"
    )


def _wanted(config: pytest.Config) -> bool:
    return bool(config.getoption("--fault-table", False)) and not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TABLE] = Table()
    if _wanted(config):
        config.pluginmanager.register(_Listener(config.stash[TABLE]))


class _Listener:
    """Hears the reports of all tests, also those that workers ran."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.table.add(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if exitstatus == pytest.ExitCode.OK and not self.table.holds:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("faults")
        for line in self.table.lines():
            terminalreporter.write_line(line)


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Counts what the test tries and finds lost."""
    return request.node.stash.setdefault(TALLY, Tally())


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """A test that found something lost fails at its end."""
    done = yield
    if tally := pyfuncitem.stash.get(TALLY, None):
        tally.settle()
    return done


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """What a test counted travels with its report."""
    report = yield
    marker = item.get_closest_marker("fault")
    if marker:
        counted = item.stash.get(TALLY, Tally())
        counts = [marker.args[0], counted.tries or 1, len(counted.losses), counted.tracebacks]
        report.user_properties = [*report.user_properties, (PROPERTY, counts)]
    return report
