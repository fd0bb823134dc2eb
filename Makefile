# The developer's manual: every task of the project, in the words CI uses too.
# Needs only Python 3.11+, git and make; everything else goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests wait for processes and clocks much of the time: one worker more than there are processors, four at most.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(min(4, (os.cpu_count() or 1) + 1))')
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format bench lock clean

help:  ## List the tasks
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

# Runtime packages only, so that the demo starts soon on a new machine.
$(VENV)/.runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Goodword needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Goodword needs into $(VENV) (once; about a minute) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@echo "$(CURDIR)" > $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')/goodword.pth
	@printf '#!%s\nfrom bot.__main__ import main\nmain()\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/goodword && chmod +x $(BIN)/goodword
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "Installing what the tests and linters need ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@

setup: $(VENV)/.dev  ## Make .venv with everything for development

demo: $(VENV)/.runtime  ## Run Goodword against its local playground; options through ARGS="--port 8080 --data DIR"
	@$(BIN)/goodword demo $(ARGS)

test: $(VENV)/.dev lint  ## Lint, types, import contracts, then every test on all cores; options through ARGS
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

lint: $(VENV)/.dev  ## ruff, mypy (strict) and the import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev  ## Format and fix what can be fixed mechanically
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev  ## Speed against named floors: make bench [CASE=ingest] [ROUNDS=3]
	@$(BIN)/python -m tests.bench $(if $(CASE),$(CASE)) $(if $(ROUNDS),--rounds $(ROUNDS)) --json

lock: $(VENV)/.dev  ## Make both lock files anew (needs uv on the PATH)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade pyproject.toml --group dev -o requirements-dev.lock

clean:  ## Remove .venv and every cache
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
