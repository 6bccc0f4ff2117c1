# Each command does whatever set-up is missing; see dev/run.py.
.DEFAULT_GOAL := help
.PHONY: help demo test test-pure test-wheel serve shell stop lint bench fuzz connector torture load clean
.PHONY: lifecycle many upgrade docs texts pictures

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{printf "make %-10s %s\n", $$1, $$2}'

demo: ## a fresh database, the sample file imported, the report and its e-mail shown; the web client stays
	@sh dev/run demo

test: ## all tests, browser included. TAGS=/registration_import:TestX, WITH=account,crm or queue_job, ARGS="options of Odoo"
	@sh dev/run test

test-pure: ## the tests that need neither Odoo nor a database, in seconds; `make test` runs them, too
	@sh dev/run test-pure

test-wheel: ## the package that others install: built, installed in a clean database, tried there
	@sh dev/run test-wheel

serve: ## the web client on the demo database. PORT=8069 DB=name WORKERS=n
	@sh dev/run serve

shell: ## an Odoo shell on the demo database, or `make -s shell < script.py`. DB=name
	@sh dev/run shell

stop: ## stops the server that make demo left in the background
	@sh dev/run stop

lint: ## ruff, pylint-odoo, mypy, XML and manifest checks
	@sh dev/run lint

bench: ## the side-by-side measurements. ONLY=qualifications ROWS=10000 AGAINST=rev WITH=connector_importer; ONLY=reading needs no database
	@sh dev/run bench

fuzz: ## files changed by chance, through the bounded reader. SECONDS=600 SEED=n CASE=n
	@sh dev/run fuzz

connector: ## two databases kept in step by a process that is killed at random. SEED=n KILLS=20 CONTACTS=10000
	@sh dev/run connector

torture: ## imports under fire on real servers, each exact afterwards. COUNT=100 SEED=n ROWS=n QUICK=1 ONLY=connector
	@sh dev/run torture

load: ## many people at once, and how long each waits; into benchmarks/results.md. ROWS=1000000
	@sh dev/run load

many: ## several Odoo processes on one database: speed, exact after kills, small imports beside, storage. PROCESSES=4 ONLY=speed
	@sh dev/run many

lifecycle: ## installed, imported with, updated and uninstalled: nothing is logged, and nothing stays. WITH=neighbours
	@sh dev/run lifecycle

upgrade: ## a database of the first release, filled, upgraded to this checkout, and looked at
	@sh dev/run upgrade

docs: ## the manual in docs/ as web pages
	@sh dev/run docs

texts: ## the texts that can be translated into i18n/, and what each language lacks
	@sh dev/run texts

pictures: ## those of the manual, README and the Apps page, taken anew. ONLY="wizard_report undo"
	@sh dev/run pictures

clean: ## removes databases and cache of this checkout; ALL=1 the whole cache folder
	@sh dev/run clean
