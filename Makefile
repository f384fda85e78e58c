# Everything runs in .venv, which is made and kept up to date on the way.

PY := .venv/bin/python
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv)
LINKS := tradetalks/model tradetalks/agents tradetalks/configs tradetalks/runs tradetalks/app
NEEDS := .venv/.made pyproject.toml constraints.txt

ifneq ($(UV),)
INSTALL = uv pip install --quiet --python $(PY) -c constraints.txt
else
INSTALL = $(PY) -m pip install -qq --disable-pip-version-check -c constraints.txt
endif

# An environment that was copied or moved along with the checkout still runs the code of the old place.
OURS := $(shell [ "$$(cat .venv/.made 2>/dev/null)" = "$$(pwd -P)" ] && $(PY) -c '' 2>/dev/null && echo yes)

export PYTHON
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run app test test-browser lint types format wheel-test benchmarks evidence ci clean FORCE

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

setup: .venv/.core $(LINKS) ## make .venv and install Tradetalks into it

run: setup ## run the US-Japan talks of 2025
	@.venv/bin/tradetalks run us_japan_2025 --seed 7

app: .venv/.app $(LINKS) ## watch the talks in a browser (make app ARGS="spring_2025 --port 8800")
	@.venv/bin/tradetalks app $(ARGS)

test: .venv/.test $(LINKS) ## run the tests, with coverage (make test ARGS="-k economy")
	@$(PY) -m pytest -n auto --cov --cov-report=term $(ARGS)

test-browser: .venv/.test $(LINKS) ## run the tests of the page alone, in Chromium
	@$(PY) -m pytest -n auto tests/browser $(ARGS)

lint: .venv/.lint ## check style and format
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: .venv/.lint $(LINKS) ## check types
	@$(PY) -m mypy tradetalks

format: .venv/.lint ## rewrite the files in the project's format
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

wheel-test: .venv/.build ## build the wheel, install it elsewhere, run it from /
	@tools/wheel-test $(PY)

benchmarks: setup ## print what things cost on this machine
	@for file in benchmarks/*.py; do [ ! -e "$$file" ] || $(PY) "$$file" || exit 1; done

evidence: .venv/.test $(LINKS) ## run the tests that take long, and measure each row of spring_2025 into docs
	@$(PY) -m pytest -m evidence -s $(ARGS)
	@$(PY) tools/make_evidence.py

ci: ## what is checked before a change is taken
	@.ci/run

clean: ## remove .venv and everything else that was made
	@rm -rf .venv build dist *.egg-info .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@rm -f $(LINKS)
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- how .venv comes about; a stamp is older than pyproject.toml or constraints.txt if either has changed

.venv/.made: $(if $(OURS),,FORCE)
ifneq ($(UV),)
	@rm -rf .venv
	@uv venv --quiet --seed --python "$${PYTHON:-3.12}" .venv
else
	@python=$$(tools/find-python) && rm -rf .venv && "$$python" -m venv .venv
endif
	@echo "set-up: .venv with $$($(PY) --version)"
	@pwd -P >$@

# With the links in place setuptools would rely on them, and the install would break without them.
define install
@rm -f $(LINKS)
@$(INSTALL) -e '.$(1)'
@for link in $(LINKS); do ln -s "../$${link#*/}" "$$link"; done
@touch .venv/.core $@
endef

.venv/.core: $(NEEDS)
	@echo "set-up: installing Tradetalks"
	$(call install,)

.venv/.app: $(NEEDS)
	@echo "set-up: installing Tradetalks and its browser page"
	$(call install,[app])

.venv/.test: $(NEEDS)
	@echo "set-up: installing Tradetalks and what its tests need"
	$(call install,[test])

.venv/.lint: $(NEEDS)
	@echo "set-up: installing the checkers"
	$(call install,[lint])

.venv/.build: $(NEEDS)
	@echo "set-up: installing the builder"
	$(call install,[build])

# Type checkers and editors don't follow the mapping of folders to the package.
$(LINKS):
	@ln -s ../$(notdir $@) $@
