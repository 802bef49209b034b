# Two commands for a newcomer: `make build` and `make test`. The rest is for those who change things.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Tests and benchmarks start programs by the hundred: each finds its modules compiled by the one
# before it, as on any office's computer.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: build test check readers look docs windows bench clean

build: $(VENV)/installed
	$(BIN)/cadence build

test: $(VENV)/installed
	$(BIN)/python -m pytest -n auto --dist worksteal

# What .ci/run checks beside the tests.
check: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The strict iCalendar readers that some tests use; without them those tests skip and say so.
readers:
	cc -Wall -Wextra -O2 -o tests/readers/libical_check tests/readers/libical_check.c \
	  $$(pkg-config --cflags --libs libical)
	cd tests/readers && npm install --no-package-lock --no-audit --no-fund
	cd tests/clients && npm install --no-package-lock --no-audit --no-fund

# Every page in each mode and every form as pictures, to be looked at; docs/duty.md says what for.
look: $(VENV)/installed
	$(BIN)/python tests/look.py

# The pictures that docs/zh/ points at, from the desk's real pages, into docs/zh/图/.
docs: $(VENV)/installed
	$(BIN)/python tests/pictures.py

# A folder and a zip for Windows, with its own Python; docs/zh/安装.md. EMBED is python.org's
# python-3.12.N-embed-amd64.zip, SHA256 its hash as the release page says; EXTRAS=plan,remind,scan
# where scans are to be read, too.
windows: $(VENV)/installed
	$(BIN)/python windows/assemble.py "$(EMBED)" "$(SHA256)" $(if $(EXTRAS),--extras "$(EXTRAS)")

bench: $(VENV)/installed
	$(BIN)/python benchmarks/house.py
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/feeds.py
	$(BIN)/python benchmarks/site.py
	$(BIN)/python benchmarks/page_weight.py
	$(BIN)/python benchmarks/workdays.py
	$(BIN)/python benchmarks/conflicts.py
	$(BIN)/python benchmarks/ledger.py
	$(BIN)/python benchmarks/ledger_places.py
	$(BIN)/python benchmarks/serve.py
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/duty.py
	$(BIN)/python benchmarks/desk.py

$(VENV)/installed: pyproject.toml hatch_build.py $(wildcard cadence/locale/*/LC_MESSAGES/*.po)
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cadence needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
