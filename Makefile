# Two commands are enough on a fresh Debian or Ubuntu: `make run`, `make test`.
# Each installs what it needs into .venv; nothing is written outside this folder.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
UV := .venv/bin/uv
BIN := .venv/bin
CATALOGUES := $(wildcard locales/*/LC_MESSAGES/bot.po)
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1

.PHONY: install run test bench eval train fuzz fmt catalogue tools clean

install: .venv/.installed $(CATALOGUES:.po=.mo)

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 atau yang lebih baru diperlukan."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "Modul venv belum ada: apt-get install python3-venv"; \
		[ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

.venv/.installed: pyproject.toml uv.lock locales/compile.py | $(UV)
	$(UV) sync --quiet --frozen --inexact
	@touch $@

%.mo: %.po | .venv/.installed
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

run: install
	@$(BIN)/sapujejak run

test: install tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

bench: install tools
	@$(BIN)/python -m tests.bench

# How well the advisor finds the topic of a message; and its weights, made anew.
eval: install
	@$(BIN)/python -m tests.advisor

train: install
	@$(BIN)/python -m tests.advisor.train

# FORMAT=jpeg SECONDS=600: one format; without FORMAT every one, a minute each.
SECONDS ?= 60
fuzz: install
	@for format in $(or $(FORMAT),$(shell $(BIN)/python -c 'from tests.fuzz.seeds import FAMILIES; print(*FAMILIES)' 2>/dev/null)); do \
		echo "== $$format"; $(BIN)/python -m tests.fuzz $$format --seconds $(SECONDS) || exit 1; \
	done

fmt: install
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

# The template of all sentences, and what of it is not translated yet.
catalogue: install
	$(BIN)/pybabel --quiet extract --no-location --sort-output --omit-header \
		--keywords say:1 --keywords mark --output-file locales/bot.pot bot
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date \
		--input-file locales/bot.pot --output-dir locales --domain bot

# Independent judges for the tests: ExifTool 13 and Pyodide, as npm packages.
tools: tests/judges/node_modules/.installed

tests/judges/node_modules/.installed: tests/judges/package-lock.json
	@if command -v npm >/dev/null; then \
		npm ci --prefix tests/judges --silent --no-audit --no-fund --ignore-scripts && touch $@; \
	elif [ "$$CI" = true ]; then \
		echo "npm is missing: no ExifTool, no Pyodide"; exit 1; \
	else \
		echo "*** npm is missing: tests against ExifTool and in Pyodide will be skipped ***"; \
	fi

clean:
	rm -rf .venv .cache dist tests/judges/node_modules locales/*/LC_MESSAGES/*.mo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
