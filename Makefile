# Everything a newcomer needs: `make demo` and `make test` set up what they use in .venv, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test faults lint bench sample docs picture clean

demo: $(VENV)/run
	@$(BIN)/icp-tui demo

# Workspaces are synced some ten thousand times: in memory, where there are 4 GB for it, that costs nothing.
ROOMY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 { print "TMPDIR=/dev/shm" }')

test: $(VENV)/dev
	$(ROOMY) $(BIN)/python -m pytest -n auto

# Kills, cuts off, fills up and damages whatever can be, for minutes, and prints what was lost.
faults: $(VENV)/dev
	$(BIN)/python -m pytest tests/faults -m fault -n 2 --fault-table

lint: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/reference.py --check

bench: $(VENV)/dev
	$(BIN)/python bench/run.py

# Builds sample_db/sample.db anew from the JSON files beside it.
sample: $(VENV)/run
	$(BIN)/python tools/build_samples.py

# Writes the generated pages: docs/cli.md, docs/keys.md, docs/database.md.
docs: $(VENV)/run
	$(BIN)/python tools/reference.py

# Draws the picture in the README from the program itself.
picture: $(VENV)/run
	$(BIN)/python tools/picture.py

$(VENV)/run: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing icp-tui into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/dev: $(VENV)/run
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
