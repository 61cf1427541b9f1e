# `make` lists what there is. Every target sets up what it needs: a machine with make and any python3 is enough.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8080
CONFIG_ENV ?= default
ARGS ?=

UV     := .tools/bin/uv
BIN    := .venv/bin
PYTHON := PYTHONPATH=src $(BIN)/python
READY  := .venv/.installed

# Tools with a virtual environment of their own: .NAME by requirements/NAME.in, where each says why.
ENVIRONMENTS := sam litellm mutation audit emulator fuzz peers skeleton node

# The page is written in web/ and built into the folder that is deployed.
NPM   := PATH="$(CURDIR)/.node/bin:$$PATH" npm --prefix web
BUILT := src/handlers/page/built/index.html

# The machine's own architecture, for containers that run here. A deployment states its own: see samconfig.toml.
ARCHITECTURE := $(if $(filter arm64 aarch64,$(shell uname -m)),arm64,x86_64)
# Apart from .aws-sam/build, so that `sam deploy` never picks up a build for this machine's architecture.
SAM_BUILD := .aws-sam/local
SAM       := SAM_CLI_TELEMETRY=0 PATH="$(CURDIR)/.sam/bin:$$PATH" .sam/bin/sam

.PHONY: help
help: ## list the targets
	@echo "usage: make TARGET [NAME=value]"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(READY) $(BUILT) ## serve the API on this machine, no AWS account needed [PORT=8080 STATE=.payback/local.json]
	@$(PYTHON) -m local.server --port $(PORT) $(if $(STATE),--state "$(STATE)")

.PHONY: invoke
invoke: $(READY) $(BUILT) ## answer one event and print it, EVENT=events/health.json
	@test -n "$(EVENT)" || { echo "make: name an event: make invoke EVENT=events/health.json" >&2; exit 2; }
	@$(PYTHON) -m local.invoke "$(EVENT)"

# What people type has dollars and quotes, which neither make nor a shell may read.
.PHONY: slack
unexport TEXT
slack: export SLACK_TEXT := $(value TEXT)
slack: $(READY) ## type /finetune to the running local server, TEXT="gpt-4o -> gpt-4o-mini, 50k calls/day, …"
	@$(PYTHON) -m local.slack

.PHONY: test
test: $(READY) $(BUILT) .audit/.installed ## every test but those that need Docker or a browser [ARGS="-k words"]
	@$(PYTHON) -m pytest -n 2 --dist loadfile $(ARGS)

.PHONY: check
check: $(READY) $(BUILT) permissions ## formatting, lint, types, layers, the template, permissions, the rates, and that generated files are fresh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=src $(BIN)/lint-imports
	$(BIN)/cfn-lint template.yaml
	$(PYTHON) -m local.rates fresh
	$(PYTHON) -m local.openapi --check
	$(PYTHON) -m local.events --check
	@$(NPM) run --silent check

.PHONY: audit
audit: $(READY) permissions web/node_modules/.installed ## are packages known to be vulnerable (asks the internet), is the code unsafe, are permissions too wide?
	@local/audit/packages.sh

.PHONY: permissions
permissions: .audit/.installed
	.audit/bin/bandit --quiet --configfile pyproject.toml --recursive src local bench
	PYTHONPATH=src .audit/bin/python -m local.audit

.PHONY: format
format: $(READY) ## format the code and fix what can be fixed without thought
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	@$(NPM) run --silent format

.PHONY: page
page: $(BUILT) ## build the web page from web/ into what is deployed

.PHONY: events
events: $(READY) ## write events/ from local/calls.py
	@$(PYTHON) -m local.events

.PHONY: openapi
openapi: $(READY) ## write docs/
	@$(PYTHON) -m local.openapi

.PHONY: rates-check
rates-check: $(READY) ## are rates/ valid, plausible, and true to what was shipped?
	@$(PYTHON) -m local.rates check

.PHONY: rates-import
rates-import: $(READY) .prices/.installed ## bring base prices in from the open price tables, CHECK=1 only says what differs
	@$(PYTHON) -m local.price_tables $(if $(CHECK),--dry-run) $(ARGS)

.PHONY: rates-compile
rates-compile: $(READY) ## write the snapshot of rates/ that is deployed with the function
	@$(PYTHON) -m local.rates compile

.PHONY: rates-diff
rates-diff: $(READY) ## what publishing rates/ would change [BUCKET=name] [SINCE=version]
	@$(PYTHON) -m local.rates diff --bucket "$(BUCKET)" --since "$(SINCE)"

.PHONY: rates-publish
rates-publish: $(READY) ## publish rates/ to the running local server, or to a bucket [BUCKET=name]
	@$(PYTHON) -m local.rates publish --bucket "$(BUCKET)"

# A reason is prose: neither make nor a shell may read its dollars, quotes and backquotes.
.PHONY: rates-rollback
unexport REASON
rates-rollback: export RATES_ROLLBACK_REASON := $(value REASON)
rates-rollback: $(READY) ## make an older version current again, VERSION=version REASON="why" [BUCKET=name]
	@$(PYTHON) -m local.rates rollback --bucket "$(BUCKET)" --version "$(VERSION)"

.PHONY: rates-drop
rates-drop: $(READY) ## drop a file with only what changes in incoming/, and wait for the report, FILE=path [BUCKET=name]
	@$(PYTHON) -m local.rates drop --bucket "$(BUCKET)" --file "$(FILE)"

.PHONY: spend-reconcile
spend-reconcile: $(READY) ## are the totals what the ledger comes to? of the local server or a stack [LEDGER=table SPEND=table] [STATE=file]
	@$(PYTHON) -m local.spend --ledger "$(LEDGER)" --spend "$(SPEND)" $(if $(STATE),--state "$(STATE)")

.PHONY: spend-restore
spend-restore: $(READY) ## make a stack's tables of spend what restored ones are, FROM_LEDGER=table FROM_SPEND=table LEDGER=table SPEND=table
	@$(PYTHON) -m local.spend_restore "$(FROM_LEDGER)" "$(FROM_SPEND)" "$(LEDGER)" "$(SPEND)"

# A key is a secret: it is handed over by the environment, and not on a command line that everybody may read.
.PHONY: dataset-check
unexport API_KEY
dataset-check: export DATASET_API_KEY := $(value API_KEY)
dataset-check: $(READY) ## check a training file, FILE=path [VALIDATION=path MODEL= PROVIDER= TASK= FORMAT= METHOD= EPOCHS= AS_OF= URL= API_KEY=]
	@test -n "$(FILE)" || { echo "make: name a file: make dataset-check FILE=training.jsonl" >&2; exit 2; }
	@$(PYTHON) -m local.dataset_check "$(FILE)" --validation "$(VALIDATION)" --url "$(URL)" --model "$(MODEL)" \
	    --provider "$(PROVIDER)" --task "$(TASK)" --format "$(FORMAT)" --method "$(METHOD)" \
	    --as-of "$(AS_OF)" $(if $(EPOCHS),--epochs "$(EPOCHS)")

# Each says by its exit code whether it reached its goal; the others run all the same, and make fails in the end.
BENCHES := cold warm pricing usage_request right rules growth lambda_price spend_load contention tokens dataset_memory

.PHONY: bench
bench: $(READY) .peers/.installed .skeleton/.installed .emulator/.installed sam-build ## what things cost beside their peers, in turns; see docs/performance.md [BENCHES="pricing rules"]
	@failed=; for each in $(BENCHES); do echo "== bench.$$each"; $(PYTHON) -m bench.$$each || failed="$$failed $$each"; done; \
	    test -z "$$failed" || { echo "make: not reached:$$failed" >&2; exit 1; }

.PHONY: peers-test
peers-test: $(READY) .peers/.installed ## what genai-prices, LiteLLM and GoRules ZEN answer, beside what we do
	@$(PYTHON) -m pytest -m peers tests/peers $(ARGS)

.PHONY: mutation
mutation: $(READY) .mutation/.installed ## change costs and rules by one small thing at a time: does a test of theirs fail?
	@rm -rf mutants
	@.mutation/bin/mutmut run
	@.mutation/bin/mutmut results --all true | $(PYTHON) -m local.mutation

.PHONY: build
build: $(READY) .sam/.installed $(BUILT) ## build what `sam deploy` deploys, page and bytecode included [CONFIG_ENV=default|prod]
	$(SAM) build --config-env $(CONFIG_ENV)
	@$(PYTHON) -m local.bytecode .aws-sam/build

# What takes a night and not minutes. Each part is a target of its own, and takes more or less by its arguments.
.PHONY: nightly
nightly: $(READY) $(BUILT) ## all that is too long for each change: contract, deep, fuzz, growth, load, load-emulator
	@$(MAKE) --keep-going contract deep fuzz growth load load-emulator

.PHONY: contract
contract: $(READY) $(BUILT) ## Schemathesis with all its checks against a local server [EXAMPLES=200 API_PATH=/v1/rates SEED=number]
	@$(PYTHON) -m bench.load.contract $(if $(EXAMPLES),--examples $(EXAMPLES)) $(if $(API_PATH),--path $(API_PATH)) $(if $(SEED),--seed $(SEED))

.PHONY: deep
deep: $(READY) $(BUILT) ## every property with many times its examples [DEPTH=50 ARGS="tests/rules"]
	@HYPOTHESIS_DEPTH=$(or $(DEPTH),50) $(PYTHON) -m pytest -n 2 -m hypothesis --dist loadfile $(ARGS)

.PHONY: fuzz
fuzz: $(READY) .fuzz/.installed ## odd inputs to all that reads what strangers send [TARGETS="names shorthand" INPUTS=200000 SECONDS=300 SEED=8]
	@$(PYTHON) -m tests.fuzz $(addprefix --target ,$(TARGETS)) $(if $(INPUTS),--inputs $(INPUTS)) $(if $(SEED),--seed $(SEED)) \
	    --guided .fuzz/bin/python $(if $(SECONDS),--seconds $(SECONDS))

.PHONY: growth
growth: $(READY) ## does the time of a reader grow faster than its input? [TARGETS="names shorthand"]
	@$(PYTHON) -m tests.fuzz.growth $(addprefix --reader ,$(TARGETS))

.PHONY: load
load: $(READY) $(BUILT) ## clients all at once against a local server, each answer worked out anew [CLIENTS=50 SECONDS=300]
	@$(PYTHON) -m bench.load --server local $(LOAD)

.PHONY: load-emulator
load-emulator: $(READY) $(BUILT) .sam/.installed .emulator/.installed ## the same against Lambda's emulator [CLIENTS=50 SECONDS=300 SANDBOXES=8]
	@$(PYTHON) -m bench.load --server emulator $(LOAD) $(if $(SANDBOXES),--sandboxes $(SANDBOXES))

LOAD = $(if $(CLIENTS),--clients $(CLIENTS)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

.PHONY: sam-build
sam-build: $(READY) .sam/.installed $(BUILT) ## validate the template and build the function for this machine
	$(SAM) validate --lint
	$(SAM) build --build-dir $(SAM_BUILD) --parameter-overrides Architecture=$(ARCHITECTURE)
	@$(PYTHON) -m local.bytecode $(SAM_BUILD)

.PHONY: sam-invoke
sam-invoke: $(READY) sam-build ## answer one event in Lambda's own container, needs Docker, EVENT=events/health.json
	@test -n "$(EVENT)" || { echo "make: name an event: make sam-invoke EVENT=events/health.json" >&2; exit 2; }
	@$(PYTHON) -m local.invoke --container "$(EVENT)"

.PHONY: sam-test
sam-test: $(READY) sam-build ## answer every event in Lambda's own container and compare, needs Docker
	@$(PYTHON) -m pytest -m sam tests/runtime $(ARGS)

# CHROMIUM=path names a browser that is no Debian package.
.PHONY: browser-test
browser-test: $(READY) $(BUILT) ## use the page in a real browser, and keep its screenshots in .screenshots/
	@local/install-chromium.sh
	@$(PYTHON) -m pytest -m browser -n 2 --dist loadfile tests/browser $(ARGS)

.PHONY: litellm-test
litellm-test: $(READY) .litellm/.installed ## have the real LiteLLM log calls to a local server, and see that each counts
	@$(PYTHON) -m pytest -m litellm tests/litellm $(ARGS)

.PHONY: lock
lock: $(UV) ## compile the requirement pins, UPGRADE=1 takes newer releases
	$(LOCK) requirements/runtime.in --output-file src/requirements.txt
	$(LOCK) requirements/dev.in --output-file requirements/dev.txt
	set -e; for each in $(ENVIRONMENTS); do $(LOCK) requirements/$$each.in --output-file requirements/$$each.txt; done
	$(LOCK) requirements/uv.in --output-file requirements/uv.txt
	$(LOCK) --no-deps requirements/prices.in --output-file requirements/prices.txt

LOCK = $(UV) pip compile --quiet --universal --generate-hashes --python-version $$(cat .python-version) \
    --no-emit-index-url --no-header $(if $(UPGRADE),--upgrade)

.PHONY: clean
clean: ## remove everything that make and the tools made
	rm -rf .tools .venv $(ENVIRONMENTS:%=.%) .prices .aws-sam .payback .screenshots .bench
	rm -rf web/node_modules web/src/api/contract.d.ts src/handlers/page/built
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .schemathesis mutants
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(UV): requirements/uv.txt local/install-uv.sh
	@echo "Installing uv in .tools"
	@local/install-uv.sh
	@touch $@

# $(call environment,FOLDER,REQUIREMENTS): a fresh virtual environment with exactly these packages.
define environment
	@echo "Installing $(2) in $(1)"
	@$(UV) venv --quiet --clear --python "$$(cat .python-version)" $(1) \
	    || { echo "make: Python $$(cat .python-version) was neither found nor fetched: install it and run make again" >&2; exit 1; }
	@$(UV) pip sync --quiet --require-hashes --python $(1)/bin/python $(2)
	@touch $(1)/.installed
endef

$(READY): requirements/dev.txt .python-version | $(UV)
	$(call environment,.venv,requirements/dev.txt)

$(ENVIRONMENTS:%=.%/.installed): .%/.installed: requirements/%.txt .python-version | $(UV)
	$(call environment,.$*,$<)

# Two packages that are read as data and never imported: no virtual environment, and nothing of what they depend on.
.prices/.installed: requirements/prices.txt | $(READY)
	@echo "Installing requirements/prices.txt in .prices"
	@rm -rf .prices
	@$(UV) pip install --quiet --no-deps --require-hashes --python $(BIN)/python --target .prices -r requirements/prices.txt
	@touch $@

web/node_modules/.installed: web/package.json web/package-lock.json | .node/.installed
	@echo "Installing web/package-lock.json in web/node_modules"
	@$(NPM) ci --silent
	@touch $@

# Its folders too, whose times tell of a file that is gone.
PAGE := $(shell find web/src web/style) $(wildcard web/*.*)
$(BUILT): $(filter-out %/contract.d.ts %/api,$(PAGE)) docs/openapi.json web/node_modules/.installed
	@echo "Building web/ in $(@D)"
	@$(NPM) run --silent build
