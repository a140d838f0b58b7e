# Each target calls one script; what it does and installs stands there and in docs/operating/testing.md.
.PHONY: help demo web test bench places fmt advisories clean
.DEFAULT_GOAL := help

help: ## this list
	@scripts/help.sh $(firstword $(MAKEFILE_LIST))

demo: ## install what is missing, build, assess the 2025 case, print the matrix and write the HTML report
	@scripts/demo.sh

web: ## install what is missing, build what the browser loads (islands, fonts, base map) into web/dist
	@scripts/web.sh

test: ## install what is missing, run every check and test, print how long each took
	@scripts/test.sh

bench: ## run the named benchmarks (ARGS="..." is passed on)
	@scripts/bench.sh $(ARGS)

places: ## check the places of the 2025 case against a gazetteer that is no part of this repository
	@python3 scripts/check-places.py

fmt: ## put all Rust code into the house format
	@scripts/fmt.sh

advisories: ## check the dependencies against published vulnerabilities (needs a network)
	@scripts/advisories.sh

clean: ## remove everything that was built or installed into this folder
	@scripts/clean.sh
