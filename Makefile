# Every command of the project. `make help` lists them.
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
FILES ?= $(wildcard $(SHARED)/cases/*/*.jsonl)
EXAMPLE := examples/contracts/harbourline.pdf

.PHONY: help setup demo test check types lint format score conformance spark bench corpus-check cuad train-cuad clean lock
help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(VENV)/.stamp: requirements.lock pyproject.toml
	$(PY) -c 'import sys; sys.exit("Remit needs Python 3.11 or newer; set PY=path/to/python3.11" if sys.version_info < (3, 11) else 0)'
	$(PY) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/.stamp  ## a virtual environment in .venv with everything

demo: setup  ## review an example contract: report here and as HTML
	@mkdir -p out
	$(BIN)/remit review $(EXAMPLE) --html out/review.html

test: setup types lint  ## every check: tests, types, lint
	$(BIN)/pytest -n auto

types: setup
	$(BIN)/mypy

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: setup  ## put the code in its standard layout
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

score: setup  ## the labelled agreements: the built program against careful readers
	$(BIN)/python $(SHARED)/gold/score.py --gold $(SHARED)/gold --remit $(BIN)/remit --jobs 2

bench: setup  ## speed, as ratios to named rivals in the same run
	@for b in $(sort $(wildcard benchmarks/[a-z]*.py)); do echo "== $$b"; $(BIN)/python $$b || exit 1; done

corpus-check: setup  ## read every file of a folder and count what is found: make corpus-check DATA=folder
	$(BIN)/python benchmarks/corpus_check.py $(DATA)

conformance: setup  ## cases of other systems on our engine and clock: make conformance FILES="..."
	$(BIN)/python -m remit.conformance $(FILES)

spark: setup  ## every shared case of the rulings on Spark in local mode; needs a Java runtime
	@command -v java >/dev/null || { echo "Spark needs a Java runtime, on Debian: apt-get install default-jre-headless"; exit 1; }
	@$(BIN)/python -c 'import pyspark' 2>/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation -e '.[spark]'
	$(BIN)/pytest tests/ruling -m spark

train: setup  ## train the reader's models anew and report how they do on providers they were not trained on
	OMP_NUM_THREADS=1 PYTHONPATH=training $(BIN)/python training/train.py --gold $(SHARED)/gold

cuad: setup  ## find clauses of general kinds in a file of contracts: make cuad DATA=file OUT=file
	@OMP_NUM_THREADS=1 $(BIN)/python -m remit.clauses $(DATA) $(OUT)

train-cuad: setup  ## train the clause finder anew and report how it does on contracts it was not trained on
	OMP_NUM_THREADS=1 PYTHONPATH=training $(BIN)/python training/cuad.py --data $(SHARED)/cuad/train.jsonl

lock:  ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --group dev --extra ocr --generate-hashes --no-emit-index-url --universal --python-version 3.11 --no-header -q -o requirements.lock

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache
