# One command each for setting up, running, testing and checking. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
COMPILED := .venv/.compiled
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate
EXTRAS := --extra analytics --extra sim --extra dash --extra bench --extra serve --extra load

.PHONY: help setup run test test-full check bench sbom lock clean

help:  ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(COMPILED)  ## Build .venv from the lock files and compile what is compiled (the others do it by themselves)

run: $(COMPILED)  ## Simulate the national platform, measure it and write the report; ARGS="one-court --seed 2"
	$(BIN)/onestop run $(ARGS)

test: $(COMPILED)  ## Run the tests but for the minutes-long ones, on two cores; ARGS="tests/engine -x"
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile -m "not full" $(ARGS)

test-full: $(COMPILED)  ## Run every test, the minutes-long ones too
	$(BIN)/python -m pytest $(ARGS)

check: $(READY)  ## Lint, format, types, layers, and no address in a lock file
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	@! grep -Hn '://' requirements*.txt || { echo "check: a lock file holds an address; make lock writes none" >&2; exit 1; }

bench: $(COMPILED)  ## Run the benchmarks; ARGS="core"
	$(BIN)/onestop bench $(ARGS)

sbom: $(READY)  ## Write the bill of materials of what is installed, CycloneDX 1.6, to build/
	$(BIN)/python -m cli.sbom requirements.txt build/onestop.cdx.json

lock: $(BIN)/uv  ## Recompile the lock files, keeping what still fits; UPGRADE=--upgrade for the newest
	$(LOCK) $(UPGRADE) --group pyproject.toml:setup --output-file requirements-setup.txt
	$(LOCK) $(UPGRADE) pyproject.toml $(EXTRAS) --output-file requirements.txt
	$(LOCK) $(UPGRADE) pyproject.toml $(EXTRAS) --extra ray --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean:  ## Remove .venv, caches and build output; runs/ stays
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Also completes an environment that was left half-made; for another Python, make clean first.
$(BIN)/uv: requirements-setup.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "setup: $(PYTHON) is not Python 3.11 or newer; name one with make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "setup: $(PYTHON) has no venv; install it (Debian: apt-get install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-setup.txt
	@touch $@

# Stamped only when all of it worked. The project is installed from its sources as they are, so editing them needs no
# new installation; a changed lock file or pyproject.toml does. Compiling the libraries' bytecode takes a quarter of a
# minute once; without it, wherever bytecode is not written, each start of Python pays seconds.
$(READY): $(BIN)/uv requirements-dev.txt pyproject.toml
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements-dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

# Again whenever a source changes that may hold compiled functions: the compiler's cache does not notice a change in
# what a function calls.
$(COMPILED): $(READY) $(shell find benchmarks engine sim -name '*.py')
	$(BIN)/python -m cli.warm
	@touch $@
