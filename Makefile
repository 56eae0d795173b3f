# Two commands are all a new machine needs: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check lint types layers tests bench constraints clean

demo: $(VENV)/.installed ## narrate the seed article into output/
	$(BIN)/narrator narrate seeds/nationpress-korea-defection.txt --captions

test: $(VENV)/.tested check ## install what the tests need, run every check

check: lint types layers tests

lint: $(VENV)/.tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.tested
	$(BIN)/mypy

layers: $(VENV)/.tested
	$(BIN)/lint-imports

tests: $(VENV)/.tested $(VENV)/.partytime
	# The library's tests look for processes left over, so no browser's may be there.
	$(BIN)/pytest --cov --cov-report= tests/library
	$(BIN)/pytest --cov --cov-append --cov-report=term:skip-covered --ignore=tests/library

bench: $(VENV)/.tested ## speed and memory, as ratios
	for part in speed memory rerun service web; do $(BIN)/python benchmarks/$$part.py || exit; done

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade 'pip>=25.1'

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/pip install --quiet --constraint constraints.txt --group dev
	touch $@

$(VENV)/.partytime: $(VENV)/.tested ## a feed parser from npm, for the tests of feeds
	npm install --silent --no-save --prefix $(VENV)/npm podcast-partytime@5.0.0 \
	  && touch $@ || echo "no podcast-partytime: its test is skipped"

clean:
	rm -rf $(VENV) build dist .coverage .mypy_cache .pytest_cache .ruff_cache

constraints: $(VENV)/.tested ## pin what is installed now
	$(BIN)/pip freeze --exclude-editable --exclude pip --exclude setuptools > constraints.txt
