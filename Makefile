# Two commands do all the set-up: make demo, make test. Both make the virtual environment first if it is not there.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: demo test check docs pictures bench torture lock clean

# The last day on which the demo's returns are taken: a fixed day, so that the same packs come out whenever it is made.
AS_AT := 2026-05-01

demo: $(READY)
	rm -rf demo
	$(BIN)/trustkpi init demo --demo
	$(BIN)/trustkpi run --trust demo --as-at $(AS_AT)
	$(BIN)/trustkpi status --trust demo --as-at $(AS_AT)

test: $(READY)
	$(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# On every core; Polars' own threads would only wait for each other.
torture: $(READY)
	POLARS_MAX_THREADS=1 PYTHONPATH=.:src $(BIN)/python -m tests.torture

# Seconds and memory for 5, 50 and 500 academies, beside the same job in pandas; that lives in an environment of its own.
bench: $(READY) bench/.venv/ready
	$(BIN)/python -m bench.run --peer bench/.venv/bin/python
	$(BIN)/python -m bench.pay_gap

bench/.venv/ready: bench/requirements.txt
	$(PYTHON) -m venv bench/.venv
	bench/.venv/bin/python -m pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	touch bench/.venv/ready

docs: $(READY)
	$(BIN)/python -m trustkpi.docs

# The README's pictures, drawn from the demo's packs by LibreOffice and poppler.
pictures: demo
	$(BIN)/trustkpi run --trust demo --as-at $(AS_AT) --committee "Standards and Achievement" --pdf
	$(BIN)/python -m trustkpi.docs.pictures "demo/packs/2025-26-spring/Standards and Achievement.pdf"

lock:
	rm -rf $(VENV)-lock && $(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/pip install --quiet "pip>=25.1"
	$(VENV)-lock/bin/pip install --quiet -e . --group dev
	$(VENV)-lock/bin/pip freeze --exclude-editable --exclude pip --exclude setuptools > constraints.txt
	rm -rf $(VENV)-lock

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e . --group dev
	touch $(READY)

clean:
	rm -rf $(VENV) demo
