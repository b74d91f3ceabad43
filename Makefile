# What a person runs; `make` alone lists it. Everything is installed into .venv from the hashed locks.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
ADDRESS = $(if $(HOST),SEATKEEPER_HOST='$(HOST)') $(if $(PORT),SEATKEEPER_PORT='$(PORT)')
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock'

# One process more than there are cores, as some tests wait for what other processes do.
PROCESSES = $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: help
help: ## list what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: $(VENV)/.installed ## serve on http://HOST:PORT (127.0.0.1:8000); SEATKEEPER_INSTANCE names the instance folder
	@exec env $(ADDRESS) $(BIN)/seatkeeper serve

.PHONY: demo
demo: $(VENV)/.installed ## the same with a demonstration account and simulated devices
	@exec env $(ADDRESS) $(BIN)/python -m webapp.demo

.PHONY: test
test: $(VENV)/.installed-dev ## everything that CI runs: the checks and all tests
	@$(MAKE) -j2 check tests

.PHONY: tests
tests: browser
	@$(BIN)/pytest --numprocesses $(PROCESSES) --dist worksteal

.PHONY: quick
quick: $(VENV)/.installed-dev ## the tests that take seconds
	@$(BIN)/pytest --numprocesses auto -m 'not slow and not browser'

.PHONY: fuzz
fuzz: $(VENV)/.installed-dev ## the fuzzers of the API and the forms for long, each time with other inputs; FUZZ=50 times as many
	@FUZZ=$${FUZZ:-20} $(BIN)/pytest --timeout 7200 tests/fuzz

.PHONY: scan
scan: $(VENV)/.installed-dev $(VENV)/scan/.installed ## other people's scanners (wapiti, sqlmap) against the demonstration, on this machine alone; half an hour
	@$(BIN)/python -m tests.scan

.PHONY: check
check: $(VENV)/.installed-dev ## lint, layout, types, who imports whom, declared dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/deptry .

.PHONY: format
format: $(VENV)/.installed-dev ## put the layout right
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

.PHONY: words
words: $(VENV)/.installed-dev ## bring the catalogs of languages (webapp/translations) up to date, and list what is not translated
	@$(BIN)/python -m tests.words

.PHONY: pictures
pictures: browser ## take the pictures of the manual and the README, and the film, anew (static/pictures; ffmpeg)
	@$(BIN)/python -m tests.pictures

.PHONY: lighthouse
lighthouse: browser $(VENV)/lighthouse/.installed ## measure how fast and sound the pages feel, with Lighthouse (needs npm)
	@$(BIN)/python -m tests.lighthouse

.PHONY: bench
bench: $(VENV)/.installed-dev ## measure against what people would use instead, into docs/benchmarks.md (ONLY=part)
	@$(BIN)/python -m tests.bench $(addprefix --only ,$(ONLY))

.PHONY: model
model: $(VENV)/.installed-dev ## play random stories against the plain rules for MINUTES=60 (KIND= SEED= EXAMPLES= repeat one batch)
	@exec env MINUTES='$(MINUTES)' KIND='$(KIND)' SEED='$(SEED)' EXAMPLES='$(EXAMPLES)' $(BIN)/python -m tests.model

.PHONY: crash
crash: $(VENV)/.installed-dev ## kill the server KILLS=300 times under load, and compare what is stored with what clients were told
	@exec env KILLS='$(KILLS)' KIND='$(KIND)' SEED='$(SEED)' $(BIN)/python -m tests.crash

.PHONY: failover
failover: $(VENV)/.installed-dev ## let a PostgreSQL primary die TIMES=10 times under two nodes with load, and its standby take over
	@exec env TIMES='$(TIMES)' SEED='$(SEED)' $(BIN)/python -m tests.failover

.PHONY: lock
lock: | $(BIN)/uv ## write the hashed locks anew from pyproject.toml (UPGRADE=--upgrade for newer versions)
	$(COMPILE) $(UPGRADE) --group build --output-file requirements.txt
	$(COMPILE) $(UPGRADE) --group build --group dev --constraints requirements.txt --output-file requirements-dev.txt

.PHONY: clean
clean: ## remove what was installed and cached; instance/ stays
	rm -rf $(VENV) seatkeeper.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: browser
browser: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.support.chromium
	@$(BIN)/python -m tests.support.oathtool
	@$(BIN)/python -m tests.support.promtool
	@$(BIN)/python -m tests.support.faketime

$(BIN)/uv:
	@$(MAKE) $(VENV)/.installed-dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Seatkeeper needs Python 3.11 or newer: make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

# The scanners pin versions of what we use as well: a place of their own.
$(VENV)/scan/.installed: | $(BIN)/python
	$(BIN)/python -m venv $(VENV)/scan
	$(VENV)/scan/bin/python -m pip --disable-pip-version-check --quiet install wapiti3==3.2.3 sqlmap==1.10.10
	@touch $@

$(VENV)/lighthouse/.installed: | $(BIN)/python
	npm install --silent --no-fund --no-audit --prefix $(VENV)/lighthouse lighthouse@12.8.2
	@touch $@

# A stamp is older than its lock when the lock changed: then, and only then, pip runs.
$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements-dev.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.installed $@
