# communique: `make run`, `make test`; also `make score`, `make bench`, `make reference`.
# Needs Python 3.11 to 3.13, make, and the Python package index.

SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help run test score bench reference

VENV := .venv
BIN := $(VENV)/bin
SAMPLE := build/sample.db

# the first Python that fits; PYTHON=… chooses another
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	"$$p" -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { command -v "$$p"; break; }; done)

DOCS ?=
SERVE ?= 1

help:
	@echo 'make run                         read the bundled sample, print its board, serve it'
	@echo 'make run DOCS="a.txt folder/"    read your own documents into your ledger instead'
	@echo 'make run SERVE=0                 stop after the board'
	@echo 'make test                        everything the project is held to'
	@echo 'make score                       the scorer over the documents with gold claims'
	@echo 'make bench                       documents per second, memory, share of each stage'
	@echo 'make reference                   docs/commands.md anew from the commands'

$(VENV)/.made:
	@if [ -z "$(PYTHON)" ]; then \
		echo 'communique needs Python 3.11, 3.12 or 3.13 (with its venv module); none was found.' >&2; \
		echo 'Install one, or name it: make run PYTHON=/path/to/python3.12' >&2; exit 1; fi
	@[ -x $(BIN)/python ] || "$(PYTHON)" -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made pyproject.toml constraints.txt
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.made pyproject.toml constraints.txt
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.run

# some documents may fail (status 1): they are named, and the board shows the others
run: $(VENV)/.run
ifeq ($(strip $(DOCS)),)
	@mkdir -p $(dir $(SAMPLE))
	@$(BIN)/communique read --ledger $(SAMPLE) 'src/communique/sample/documents/s*' || [ $$? -eq 1 ]
	@$(BIN)/communique board --ledger $(SAMPLE)
	@[ '$(SERVE)' = 0 ] || $(BIN)/communique serve --ledger $(SAMPLE)
else
	@$(BIN)/communique read $(DOCS) || [ $$? -eq 1 ]
	@$(BIN)/communique board
	@[ '$(SERVE)' = 0 ] || $(BIN)/communique serve
endif

test: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

score: $(VENV)/.run
	@$(BIN)/python bench/score.py

bench: $(VENV)/.run
	@$(BIN)/python bench/run.py
	@$(BIN)/python bench/answers.py

reference: $(VENV)/.run
	$(BIN)/python -m communique.commands.reference > docs/commands.md
