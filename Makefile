# Two commands are enough on a fresh Debian or Ubuntu: `make run`, `make test`.
# Each installs what it needs into .venv; nothing is written outside this folder.
# What stands behind `##` is what `make help` prints.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
UV := .venv/bin/uv
BIN := .venv/bin
CATALOGUES := $(wildcard locales/*/LC_MESSAGES/bot.po)
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export UV_SYSTEM_CERTS := true
# Every core runs tests; a file's tests stay together, in one process.
PYTEST := $(BIN)/pytest -n auto --dist loadfile

.DEFAULT_GOAL := help

.PHONY: help install run test test-all lint bench eval train fuzz diagram fmt catalogue tools clean

help: ## Tampilkan daftar ini
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

install: .venv/.installed $(CATALOGUES:.po=.mo) ## Pasang perintah sapujejak di .venv/bin

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

run: install ## Jalankan bot; tanpa token: contoh lengkap (FOTO=foto.jpg: dengan foto Anda)
	@$(BIN)/sapujejak run

test: lint tools ## Pengujian sehari-hari, paling lama lima menit di dua inti
	$(PYTEST) -m "not slow"

test-all: lint tools ## Semua pengujian, juga korpus panjang, kill -9, dan Pyodide
	$(PYTEST)

lint: install ## Gaya penulisan dan tipe
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: install tools ## Kecepatan dan memori, dibandingkan dengan salinan polos dan alat lain
	@$(BIN)/python -m tests.bench

eval: install ## Seberapa tepat penasihat menemukan topik sebuah pesan
	@$(BIN)/python -m tests.advisor

train: install ## Latih ulang penasihat dari contoh-contohnya
	@$(BIN)/python -m tests.advisor.train

SECONDS ?= 60
fuzz: install ## Cari masukan yang merusak (FORMAT=jpeg SECONDS=600: satu format saja)
	@for format in $(or $(FORMAT),$(shell $(BIN)/python -c 'from tests.fuzz.seeds import FAMILIES; print(*FAMILIES)' 2>/dev/null)); do \
		echo "== $$format"; $(BIN)/python -m tests.fuzz $$format --seconds $(SECONDS) || exit 1; \
	done

diagram: ## Gambar deploy/photo.svg dari photo.dot (perlu Graphviz)
	dot -Tsvg deploy/photo.dot -o deploy/photo.svg

fmt: install ## Rapikan kode
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

catalogue: install ## Perbarui katalog kalimat di locales/
	$(BIN)/pybabel --quiet extract --no-location --sort-output --omit-header \
		--keywords say:1 --keywords mark --output-file locales/bot.pot bot
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date \
		--input-file locales/bot.pot --output-dir locales --domain bot

# Independent judges for the tests: ExifTool 13 and Pyodide, as npm packages.
tools: tests/judges/node_modules/.installed ## Pasang ExifTool dan Pyodide untuk pengujian

tests/judges/node_modules/.installed: tests/judges/package-lock.json
	@if command -v npm >/dev/null; then \
		npm ci --prefix tests/judges --silent --no-audit --no-fund --ignore-scripts && touch $@; \
	elif [ "$$CI" = true ]; then \
		echo "npm is missing: no ExifTool, no Pyodide"; exit 1; \
	else \
		echo "*** npm is missing: tests against ExifTool and in Pyodide will be skipped ***"; \
	fi

clean: ## Hapus semua yang dibuat oleh make
	rm -rf .venv .cache dist tests/judges/node_modules locales/*/LC_MESSAGES/*.mo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
