# Everything a newcomer needs; each target does its own set-up, prints what it does, and repeats nothing.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
PACKAGING := pyproject.toml requirements.in

.PHONY: help rehearse run test check format-check lint types imports chaos bench screenshots lock format clean

help:
	@echo "make rehearse     the whole desk on this machine, no account needed (FRESH=1 starts anew, ARGS='--port 8090')"
	@echo "make run          the desk in service, with the token from .env"
	@echo "make test         all tests            make check    format, lint, types, imports"
	@echo "make chaos        the long campaigns   make bench    the measurements"
	@echo "make screenshots  the pictures in docs/pictures"
	@echo "make format       put the code into form   make lock   pin the requirements anew   make clean"

# ---------------------------------------------------------------- set-up
# Two stamps: service and rehearsal need the runtime lock only; checks and tests need the other one on top.
.venv/bin/python:
	@.ci/python-venv

.venv/.runtime: requirements.lock requirements-build.lock $(PACKAGING) | .venv/bin/python
	@echo "set-up: installing what the desk runs on (requirements.lock)"
	@$(PIP) install --require-hashes -r requirements-build.lock -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.development: requirements-dev.lock .venv/.runtime
	@echo "set-up: installing what checks and tests need (requirements-dev.lock)"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# ---------------------------------------------------------------- the desk
rehearse: .venv/.runtime
	@exec $(BIN)/tinbai rehearse $(if $(FRESH),--fresh) $(ARGS)

run: .venv/.runtime
	@exec $(BIN)/tinbai run $(ARGS)

# ---------------------------------------------------------------- checks and tests
test: .venv/.development
	@.ci/chromium || echo "set-up: no Chromium; the tests in the browser are skipped and say so"
	@.ci/strace || echo "set-up: no strace; the tests that watch system calls are skipped and say so"
	@$(BIN)/pytest --numprocesses 2 --dist loadgroup $(ARGS)

check: format-check lint types imports

format-check: .venv/.development
	@echo "check: format"
	@$(BIN)/ruff format --quiet --check .

lint: .venv/.development
	@echo "check: lint"
	@$(BIN)/ruff check --quiet .

types: .venv/.development
	@echo "check: types"
	@$(BIN)/mypy --no-error-summary

imports: .venv/.development
	@echo "check: imports"
	@$(BIN)/lint-imports --no-logo

chaos: .venv/.development
	@.ci/strace || echo "set-up: no strace; the tests that watch system calls are skipped and say so"
	@CAMPAIGN=full $(BIN)/pytest -m chaos $(ARGS)

bench: .venv/.development
	@$(BIN)/python bench/run.py $(ARGS)

screenshots: .venv/.development
	@.ci/chromium
	@$(BIN)/python docs/screenshots.py $(ARGS)

# ---------------------------------------------------------------- upkeep
# The development lock comes first; the other two are held to its versions, so that one environment satisfies all.
lock: .venv/.development
	@echo "lock: pinning requirements-dev.lock, requirements.lock, requirements-build.lock"
	@$(COMPILE) --allow-unsafe --output-file requirements-dev.lock requirements-dev.in
	@$(COMPILE) --constraint requirements-dev.lock --output-file requirements.lock requirements.in
	@$(COMPILE) --allow-unsafe --constraint requirements-dev.lock --output-file requirements-build.lock requirements-build.in

format: .venv/.development
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

clean:
	@echo "clean: removing the environment and every cache; data folders stay"
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
