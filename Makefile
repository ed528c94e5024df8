# What to learn: setup demo dev test check. `make` alone lists them.

PORT ?= 8000
# Two databases times the whole suite; more than two workers only fight over small machines.
WORKERS ?= 2

BIN := .venv/bin
NPM := $(BIN)/python scripts/npm.py widget
CLIENTS_NPM := $(BIN)/python scripts/npm.py tests/clients
PYTEST := $(BIN)/pytest -q -n $(WORKERS) --dist worksteal

PYTHON_READY := .venv/.installed
NODE_READY := widget/node_modules/.installed
CLIENTS_READY := tests/clients/node_modules/.installed
WIDGET := src/parley/static/parley/widget/embed.js
WIDGET_SOURCES := $(wildcard widget/src/* widget/src/*/* widget/*.ts) widget/package.json

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
.PHONY: help setup demo demo-reset dev test e2e check eval bench bench-desk bench-ground format lock browser clean

help: ## List these commands
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

setup: $(PYTHON_READY) $(WIDGET) $(CLIENTS_READY) ## Install what the other commands need, and build the widget

demo: setup ## Serve the demo newsroom on http://127.0.0.1:8000 (PORT=); keeps its data
	@$(BIN)/python -m demo --port $(PORT)

demo-reset: ## Delete the demo newsroom's data and start over
	@rm -rf var/demo
	@$(MAKE) --no-print-directory demo

dev: setup ## Serve the demo newsroom and restart when a source file changes
	@$(BIN)/python scripts/develop.py $(PORT)

test: setup browser ## Run every test, on SQLite and on PostgreSQL
	@$(NPM) test --silent
	@echo "On SQLite:" && PARLEY_TEST_DATABASE=sqlite $(PYTEST)
	@echo "On PostgreSQL, all that has to do with a database:" && PARLEY_TEST_DATABASE=postgres $(PYTEST)

e2e: setup browser ## Run the browser tests only
	@$(PYTEST) -m browser

check: setup ## Format, lint, types, import contracts, budgets of bytes
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(NPM) run check --silent

eval: setup ## Print how well the policy judges; needs the reference data
	@$(BIN)/python -m training.evaluation

bench: setup ## Print how long decisions and imports take
	@$(BIN)/python -m bench.policy
	@$(BIN)/python -m bench.imports
	@$(BIN)/python -m bench.words
	@$(BIN)/python -m bench.figures

bench-desk: setup browser ## Print how long a moderator waits for the next comment; WITH="--postgres"
	@$(BIN)/python -m bench.desk $(WITH)

bench-ground: setup ## Print how exact and how fast common ground is; WITH="--red-dwarf PYTHON --large --threads"
	@$(BIN)/python -m bench.ground $(WITH)

format: setup ## Put every file into the one form that `make check` accepts
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix
	@$(NPM) run format --silent

lock: $(PYTHON_READY) ## Resolve dependencies anew; UPGRADE=1 takes the newest versions
	@$(BIN)/python -m scripts.lock $(if $(UPGRADE),--upgrade)
	@$(NPM) install --package-lock-only --silent
	@$(CLIENTS_NPM) install --package-lock-only --silent

browser: # For the tests.
	@scripts/install_browser.sh

clean: ## Remove everything that was installed or built, but no data
	@rm -rf .venv widget/node_modules tests/clients/node_modules $(dir $(WIDGET))

$(PYTHON_READY): pyproject.toml requirements/dev.txt requirements/uv.txt scripts/install_python.py
	@$$(scripts/find_python.sh) scripts/install_python.py
	@touch $@

$(NODE_READY): widget/package.json widget/package-lock.json | $(PYTHON_READY)
	@echo "Installing the widget's tools"
	@$(NPM) ci --loglevel=error --no-audit --no-fund
	@touch $@

$(CLIENTS_READY): tests/clients/package.json tests/clients/package-lock.json | $(PYTHON_READY)
	@echo "Installing Perspective's clients, for the tests"
	@$(CLIENTS_NPM) ci --ignore-scripts --loglevel=error --no-audit --no-fund
	@touch $@

$(WIDGET): $(WIDGET_SOURCES) $(NODE_READY)
	@echo "Building the widget"
	@$(NPM) run build --silent >/dev/null
	@touch $@
