# Everything stands in .venv and var; `make clean` takes both away.
PORT ?= 8000
HOST ?= 127.0.0.1
export PORT HOST

# The first supported Python of this machine that runs; PYTHON=… chooses another.
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c '$(SUPPORTED)' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# Test processes; ARGS go on to pytest.
JOBS ?= auto
PINS := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate

.PHONY: run test check e2e format pins clean help
.DEFAULT_GOAL := help

help: ## Show what there is
	@grep -E '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## (.*)/make \1\t\2/' | expand -t 14

run: $(BIN)/.run ## Install, migrate, load, seed and serve on http://127.0.0.1:8000 (PORT=, HOST=)
	@exec $(BIN)/python manage.py serve

test: $(BIN)/.dev ## Run the tests on SQLite, or on DATABASE_URL=mysql://… REDIS_URL=redis://…
	@$(BIN)/python -m pytest -q -n $(JOBS) -m "not e2e" $(ARGS)

e2e: $(BIN)/.dev ## Run the browser journeys (needs chromium and fonts-noto-cjk)
	@$(BIN)/python -m pytest -q -m e2e $(ARGS)

check: $(BIN)/.dev ## Check style, types, imports, templates, migrations, content and settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check_content
	$(BIN)/python manage.py check --fail-level WARNING
	PUBLIC_URL=https://oneco.example EMAIL_URL=smtp://127.0.0.1 \
		SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(BIN)/.dev ## Put the code in order
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

pins: $(BIN)/.dev ## Compile the requirements again
	$(PINS) --only-binary :all: -o requirements.txt requirements.in
	$(PINS) -o requirements-production.txt requirements-production.in
	$(PINS) --only-binary :all: -o requirements-dev.txt requirements-dev.in

clean: ## Throw away .venv, the database and everything made
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(SUPPORTED)' || \
		{ echo "Oneco needs Python 3.11, 3.12 or 3.13 (PYTHON=/path/to/python chooses one)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "$(PYTHON) has no venv module. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

$(BIN)/.run: requirements.txt | $(BIN)/python
	@echo "Installing packages …"
	@$(PIP) --only-binary :all: -r requirements.txt
	@touch $@

$(BIN)/.dev: requirements-dev.txt | $(BIN)/python
	@echo "Installing packages and tools …"
	@$(PIP) --only-binary :all: -r requirements-dev.txt
	@touch $@
