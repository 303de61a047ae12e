# The two commands to know: `make demo` and `make test`. Everything else is listed by `make help`.

SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin
# Compiled modules are kept whatever the shell says of it: the tests start hundreds of processes, and each would compile.
unexport PYTHONDONTWRITEBYTECODE
# how many tests run side by side: one more than there are cores, as browsers and servers keep tests waiting
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
# narrows a run: make test TESTS=tests/language
TESTS ?=
# how many questions and broken texts the long search makes, and from which seed
CASES ?= 1000000
TEXTS ?= 200000
FROM ?= 100000

# which port the pages are served at, and which rulebooks besides those that come with placet
PORT ?= 8765
RULEBOOKS ?= korea
# how many generated requests the long search through the API makes
REQUESTS ?= 5000

.PHONY: help demo serve parts test fuzz fuzz-web messages bench lint format docs wheel lock clean set-up set-up-serve set-up-parts set-up-test set-up-lint set-up-docs

help:  ## say what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

set-up:
	@tools/bootstrap.sh base
set-up-serve:
	@tools/bootstrap.sh serve
set-up-parts:
	@tools/bootstrap.sh parts
set-up-test:
	@tools/bootstrap.sh test
set-up-lint:
	@tools/bootstrap.sh lint
set-up-docs:
	@tools/bootstrap.sh docs

demo: set-up  ## five questions from the articles, answered per reading
	@$(BIN)/placet demo

serve: set-up-serve  ## the pages in a browser, on this machine only (PORT=8765, RULEBOOKS=korea)
	@$(BIN)/placet serve --port $(PORT) $(RULEBOOKS)

parts: set-up-parts  ## every part of placet: tables, articles, pages
	@echo "$(BIN)/placet has all its parts"

test: set-up-test  ## all tests (JOBS=1 for one after the other, TESTS=folder for some)
	@$(if $(or $(if $(TESTS),,all),$(findstring browser,$(TESTS))),tools/chromium.sh,true)
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal $(TESTS)

fuzz: set-up-test  ## the long search: CASES generated questions and TEXTS broken files, from seed FROM
	@$(BIN)/python -m tests.fuzz.search --cases $(CASES) --texts $(TEXTS) --from-seed $(FROM)

fuzz-web: set-up-test  ## REQUESTS generated requests to every address of the API, and as many to every page
	@PLACET_WEB_REQUESTS=$(REQUESTS) $(BIN)/python -m pytest -q -n0 tests/web/test_api.py tests/web/test_any_request.py

messages: set-up-test  ## bring the catalogues of the pages up to date with what the pages say
	@$(BIN)/python -m tools.messages

bench:  ## measure on this machine, beside the peers
	@bench/run

lint: set-up-lint  ## style, types and the layers
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --check .; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache >.cache/layers.log || { cat .cache/layers.log; exit 1; }
	@echo "lint: nothing to tell"

format: set-up-lint  ## bring the code into the house's layout
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: set-up-docs  ## the documentation as pages, in build/docs
	@$(BIN)/python -m sphinx -q -W --keep-going -b html -d .cache/docs docs build/docs
	@echo "build/docs/index.html"

wheel: set-up  ## the package, rulebooks included, in dist
	@$(BIN)/python -m pip --quiet --disable-pip-version-check wheel --no-index --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

lock: ## resolve the requirements anew (for maintainers; needs uv)
	@tools/lock.sh --upgrade

clean:  ## remove everything that was made here
	@rm -rf .venv .cache build dist .hypothesis .pytest_cache .mypy_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
