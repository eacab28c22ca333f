# The commands of the project. `make demo` and `make test` need only Python ≥ 3.11, git and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# Whole files of tests go to a process a core, the longest tiers first.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export DAGSTER_DISABLE_TELEMETRY := 1

.PHONY: help setup demo test fuzz check docs bench bench-landing bench-identity bench-indicators lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/.runtime: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Doudi needs Python 3.11 or newer; set PYTHON=python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.development: requirements-dev.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)-bench/.installed: requirements-bench.txt
	test -x $(VENV)-bench/bin/python || $(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python -m pip install --quiet --require-hashes -r requirements-bench.txt
	@touch $@

setup: $(VENV)/.runtime $(VENV)/.development ## set up .venv with everything

demo: $(VENV)/.runtime ## one whole night on the sample; says where the lists are
	$(BIN)/doudi demo

test: $(VENV)/.development ## all tests but the slow tiers
	$(BIN)/python -m pytest $(SIDE_BY_SIDE)

fuzz: $(VENV)/.development ## 50,000 ugly files by chance against landing (about an hour); DOUDI_FUZZ_SEED repeats a run
	@export DOUDI_FUZZ_SEED=$${DOUDI_FUZZ_SEED:-$$(date +%s)} DOUDI_FUZZ_FILES=$${DOUDI_FUZZ_FILES:-50000}; \
	echo "seed $$DOUDI_FUZZ_SEED"; $(BIN)/python -m pytest $(SIDE_BY_SIDE) --dist load tests/fuzz

check: $(VENV)/.development ## formatting, lint, types, import rules, stale pages of docs/, SQL
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pipelines.documents --check
	$(BIN)/sqlfluff lint sql --processes 2

docs: $(VENV)/.runtime ## make the pages of docs/ that come from metadata: indicators, data dictionary, requirements
	$(BIN)/python -m pipelines.documents

bench: $(VENV)/.development ## a night of 1 M persons, each stage against the floor (about 5 minutes, 6 GB of disk)
	$(BIN)/python -m tests.benchmarks.night

bench-landing: $(VENV)/.development ## landing of 1 M persons against the floor, and memory by size (about 5 minutes)
	$(BIN)/python -m tests.benchmarks.landing

bench-identity: $(VENV)-bench/.installed ## who is who among 1 M persons with Splink beside it, Febrl's sets (about an hour)
	$(VENV)-bench/bin/python -m tests.benchmarks.identity.bench

bench-indicators: $(VENV)/.development ## all rules over 1 M persons against one scan, slowest first (about 10 minutes)
	$(BIN)/python -m tests.benchmarks.indicators

lock: $(VENV)/.development ## pin the requirement files anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --group build --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --quiet --output-file requirements-dev.txt
	$(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --quiet -c requirements-dev.txt --output-file requirements.txt
	$(BIN)/uv pip compile --group bench --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --quiet --output-file requirements-bench.txt

clean: ## remove .venv, caches and the demonstration's lake
	rm -rf $(VENV) $(VENV)-bench demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
