# Every command a person needs; `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
UV := .tools/bin/uv
APP := .venv/bin/python
BOT := bot/.venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export UV_NO_PROGRESS := 1
# How long the threads of e5 wait busily for each other: longer, and they look like others' work.
export GOMP_SPINCOUNT := 5000

.PHONY: help run test check lint types arrows catalogues bot-data model nlu nlu-report talk bench kills procedure lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: environments ## start everything on loopback (PORT=8080) and print the address
	@exec $(APP) -m deploy.launch

test: environments model ## run every test
	$(BOT) -m pytest tests/bot -q
	$(APP) -m pytest tests -q --ignore=tests/bot

check: lint types arrows catalogues bot-data test ## what CI runs: lint, types, import arrows, catalogues, bot data, tests

lint: environments
	$(APP) -m ruff check .
	$(APP) -m ruff format --check .

types: environments
	$(APP) -m mypy
	$(APP) -m mypy --config-file bot/mypy.ini --python-executable $(BOT) bot/components

arrows: environments
	.venv/bin/lint-imports

catalogues: environments
	$(APP) -m pytest tests/locales tests/procedures -q

bot-data: environments
	bot/.venv/bin/rasa data validate --fail-on-warnings -d bot/domain --data bot/data -c config.yml

model: environments
	@$(APP) bot/train.py

nlu: model ## evaluate understanding: make nlu DATA=file.jsonl [OUT=predictions.jsonl] [BASELINE=1]
	@$(APP) -m evaluation.understanding $(DATA) $(if $(OUT),--out $(OUT)) $(if $(BASELINE),--baseline)

nlu-report: model ## where understanding fails, as pictures and docs/understanding.md [BASELINE=1]
	@$(APP) -m evaluation.report $(if $(BASELINE),--baseline)

talk: model ## replay dialogues: make talk DATA=file.jsonl [URL=http://127.0.0.1:8080]
	@$(APP) -m evaluation.dialogues $(DATA) $(if $(URL),--url $(URL))

procedure: environments ## begin a procedure: make procedure NEW=<id>
	@$(APP) -m authoring.procedure $(NEW)

bench: environments ## measure both databases and the webhooks, each beside a bare peer: make bench [SIZE=400]
	@$(APP) -m benchmarks $(SIZE)

kills: environments ## kill workers at random moments on both databases: make kills [N=50] [SEED=22]
	@nice -n 10 $(APP) -m benchmarks.kills $(or $(N),50) $(if $(SEED),--seed $(SEED))

lock: $(UV) ## write the hash-locked requirement files anew
	$(UV) pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 -q requirements/app.in -o requirements/app.txt
	$(UV) pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 -q requirements/dev.in -o requirements/dev.txt
	$(UV) pip compile --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.10 -q requirements/bot.in -o requirements/bot.txt

clean: ## remove environments, models and run-time data
	rm -rf .venv bot/.venv .tools models var .rasa

# The environments: made by uv from hash-locked files, again only when a lock changes.
.PHONY: environments
environments: .venv/.synced bot/.venv/.synced

$(UV):
	@echo "[sls] uv: installing into .tools"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "make: Python 3.11 or newer is needed as PYTHON (now: $(PYTHON)); try: make PYTHON=python3.12 run")'
	@$(PYTHON) -m pip install -q --disable-pip-version-check --root-user-action=ignore --target .tools uv

.tools/python310: | $(UV)
	@$(UV) --directory bot python find 3.10 >/dev/null 2>&1 || $(UV) python install 3.10 >/dev/null 2>&1 || \
	  { echo "make: Rasa needs CPython 3.10, which is neither installed nor to be had. Install it (Debian: pyenv install 3.10; or: uv python install 3.10) and run make again." >&2; exit 1; }
	@touch $@

.venv/.synced: requirements/app.txt requirements/dev.txt .tools/python310
	@echo "[sls] application environment: installing"
	@test -x $(APP) || $(UV) venv -q --python '>=3.11' .venv
	@VIRTUAL_ENV=.venv $(UV) pip sync -q --require-hashes requirements/app.txt requirements/dev.txt
	@touch $@

bot/.venv/.synced: requirements/bot.txt .tools/python310
	@echo "[sls] Rasa environment: installing (2.5 GB, about half a minute)"
	@test -x $(BOT) || $(UV) --directory bot venv -q .venv
	@VIRTUAL_ENV=bot/.venv $(UV) pip sync -q --require-hashes requirements/bot.txt
	@touch $@
