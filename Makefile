# Every target sets up what it needs by itself: Python, make and a package registry are all that must be there.
# The virtual environments are remade when their pinned requirement files change (tests/tools/venvs.py).

PYTHON ?= python3
VENVS = $(PYTHON) tests/tools/venvs.py
# Which steps `make test` runs, for instance: make test STEPS="units lint"
STEPS ?=

.DEFAULT_GOAL := help
.PHONY: help demo play simulator test matrix inputs faults fleet conformance stress bench operations figures docs site lint clean requirements venv release artefact devel

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

demo: ## A real playbook against the simulator, from nothing
	@python=$$($(VENVS) demo) && exec "$$python" tests/tools/demo.py

play: ## Play one of our playbooks (P=organisation ARGS="--check --diff")
	@python=$$($(VENVS) demo) && exec "$$python" tests/tools/play.py "$(P)" $(ARGS)

simulator: ## Start the simulator in the foreground (ARGS="--port 4376 ...")
	@python=$$($(VENVS) simulator) && exec "$$python" tests/simulator $(ARGS)

test: ## Every gate (STEPS="units lint" for some of them)
	@python=$$($(VENVS) dev) && exec "$$python" tests/tools/test.py $(STEPS)

matrix: ## Every integration target both ways on every core (a handful on those between), and under the other answers (longer than `make test`)
	@python=$$($(VENVS) dev) && for core in $$("$$python" tests/tools/matrix.py); do \
		"$$python" tests/integration/run.py --core "$$core" || failed=1; done; \
		for core in $$("$$python" tests/tools/matrix.py smoke); do \
		"$$python" tests/integration/run.py --core "$$core" --smoke || failed=1; done; \
		oldest=$$($(VENVS) oldest) && PYTHONPATH=.cache/collections "$$oldest" -m pytest -q tests/unit/plugins || failed=1; \
		"$$python" tests/tools/sanity.py 2.19 --python 3.11 || failed=1; \
		"$$python" tests/tools/sanity.py 2.22 --skip-test pylint || failed=1; \
		"$$python" tests/integration/run.py --ways module --smoke --oldest-python || failed=1; \
		for switches in other left_out; do \
		"$$python" tests/integration/run.py --ways inside --switches $$switches || failed=1; done; exit $${failed:-0}

devel: ## Unit tests and the main targets with the development branch of ansible-core (ARGS=ansible-core==2.23.0b1)
	@python=$$($(VENVS) dev) && exec "$$python" tests/tools/devel.py $(ARGS)

inputs: ## Hostile values in every option of every module (ARGS="heroku_app --every")
	@python=$$($(VENVS) dev) && exec "$$python" tests/inputs/run.py $(ARGS)

faults: ## Each fault at each write of every module, and random tasks in random worlds: every promise holds
	@python=$$($(VENVS) dev) && { "$$python" tests/faults/run.py || failed=1; "$$python" tests/faults/random_tasks.py || failed=1; exit $${failed:-0}; }

fleet: ## Export and apply random worlds; kill, break and slice a fleet of fifty apps, and run it again (WORLDS=1000 ARGS="--seed 1")
	@python=$$($(VENVS) dev) && { "$$python" tests/faults/fleet.py $(ARGS) || failed=1; \
		FLEET_WORLDS=$(or $(WORLDS),1000) PYTHONPATH=$$("$$python" tests/tools/tree.py) \
		"$$python" -m pytest -q tests/unit/plugins/module_utils/_fleet/test_export.py -k exported_is || failed=1; exit $${failed:-0}; }

conformance: ## Drive the official heroku command against the simulator (needs npm)
	@python=$$($(VENVS) dev) && exec "$$python" tests/conformance/run.py $(ARGS)

stress: ## Let 100 clients use the simulator for 30 seconds, then check its state (ARGS="--seconds 10")
	@python=$$($(VENVS) simulator) && exec "$$python" tests/simulator/stress.py $(ARGS)

bench: ## Count requests and seconds, beside ansible.builtin.uri
	@python=$$($(VENVS) dev) && exec "$$python" tests/benchmarks/run.py $(ARGS)

operations: ## Which of Heroku's operations are simulated, and which module serves each (ARGS="--missing ...")
	@python=$$($(VENVS) dev) && exec "$$python" tests/tools/operations.py $(ARGS)

figures: ## How long, tangled, vague and repetitive the code under plugins/ is
	@python=$$($(VENVS) dev) && exec "$$python" tests/tools/figures.py

docs: ## Renew what is written by scripts, then lint the documentation
	@python=$$($(VENVS) dev) && "$$python" tests/tools/routing.py && "$$python" tests/tools/returns.py \
		&& "$$python" tests/tools/topics.py && "$$python" tests/tools/fleet_schema.py && exec "$$python" tests/tools/test.py docs

site: ## Build the documentation site into tests/output/docsite (ARGS="--artefact")
	@python=$$($(VENVS) dev) && exec "$$python" tests/tools/docsite.py $(ARGS)

lint: ## Format and lint our Python and YAML
	@python=$$($(VENVS) dev) && "$$python" -m ruff format && "$$python" -m ruff check --fix \
		&& exec "$$python" tests/tools/test.py lint

requirements: ## Renew the pinned requirement files (ARGS="dev" for one of them)
	@python=$$($(VENVS) dev) && exec "$$python" tests/tools/pin.py $(ARGS)

release: ## Make a release of the changelog's fragments: commit and tag, pushed by nobody (VERSION=1.2.0)
	@python=$$($(VENVS) dev) && exec "$$python" tests/tools/release.py prepare "$(VERSION)"

artefact: ## Build what would be published into dist/ (ARGS="--tag 1.2.0" where it must be that version)
	@python=$$($(VENVS) dev) && exec "$$python" tests/tools/release.py build $(ARGS)

venv: ## Just the virtual environment with all tools (.venv)
	@python=$$($(VENVS) dev) && exec "$$python" tests/tools/tree.py

clean: ## Remove all that the other targets made
	rm -rf .cache .venv .venvs dist tests/output tests/conformance/node_modules .ansible .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
