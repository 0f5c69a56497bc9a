# make lab: set up and open JupyterLab on the lessons.  make test: set up and run every test.
# Both need only python3 (3.11 or newer, with venv) and make; a second run starts at once.
PYTHON ?= python3
# more options for JupyterLab: make lab LAB=--no-browser
LAB ?=
BIN := .venv/bin
READY := .venv/.ready
UV_VERSION := 0.13.8
# else every kernel start compiles SymPy again: 3.4 s instead of 1 s
unexport PYTHONDONTWRITEBYTECODE
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml
# the system's Python only, never one downloaded from elsewhere
export UV_PYTHON_DOWNLOADS := never
# SymPy would take its numbers from python-flint, which is here for the tests alone
export SYMPY_GROUND_TYPES := python
# no test keeps a learner's progress beside the lessons
unit examples notebooks: export GDTUTOR_PROGRESS := off

.PHONY: lab test check unit examples notebooks docs teaching site serve fuzz soak oracle newest lock lock-site clean

lab: $(READY)
	$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB) notebooks

test: check unit examples notebooks

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/mypy

unit: $(READY)
	$(BIN)/python -m pytest -n 2 tests

# what the docstrings promise
examples: $(READY)
	$(BIN)/python -m pytest -n 2 --doctest-modules gdtutor

# a warning in a lesson is an error too, but from Python 3.12 on the kernel itself starts with one
STRICT := error,default:There is no current event loop:DeprecationWarning:tornado.ioloop

# loadfile: one notebook stays with one kernel
notebooks: $(READY)
	PYTHONWARNINGS="$(STRICT)" $(BIN)/python -m pytest -q -o addopts= --nbval-lax --nbval-current-env -n 2 --dist loadfile notebooks

$(READY): .venv/.locked pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

# uv, itself installed by pip, installs 15 times faster than pip
.venv/.locked: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gdtutor needs Python 3.11 or newer: make PYTHON=...")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	touch $@

# build/docs/index.html: a warning is an error
docs: $(READY)
	$(BIN)/sphinx-build -q -W --keep-going -d build/doctrees docs build/docs

# the example assignments through nbgrader and otter-grader
teaching: .venv-teaching/.ready
	.venv-teaching/bin/python -m pytest docs/teaching

.venv-teaching/.ready: docs/teaching/requirements.lock pyproject.toml $(READY)
	$(PYTHON) -m venv --clear .venv-teaching
	$(BIN)/uv pip install --quiet --python .venv-teaching/bin/python --require-hashes -r docs/teaching/requirements.lock
	$(BIN)/uv pip install --quiet --python .venv-teaching/bin/python --no-deps --no-build-isolation -e .
	touch $@

# random text as questions, answers and workings, for as long as it takes
fuzz: $(READY)
	GDTUTOR_PROFILE=long $(BIN)/python -m pytest -n 2 tests/tutor/test_hostile.py tests/tutor/test_practice.py tests/tutor/test_diagnosis.py

# the lessons in a browser alone; ONLINE=1: with NumPy and Matplotlib from Pyodide's own distribution
SITE ?= site
TOOLS := build/lite
site: $(READY) $(TOOLS)/.ready
	$(BIN)/python docs/lite/build.py $(SITE) --tools $(TOOLS) $(if $(filter-out 0,$(ONLINE)),--online)

PORT ?= 8000
serve: $(READY)
	$(BIN)/python docs/lite/serve.py $(SITE) --port $(PORT)

# an environment of its own: its extensions must not load in the JupyterLab of `make lab`
$(TOOLS)/.ready: docs/lite/build.lock | $(READY)
	$(PYTHON) -m venv --clear --without-pip $(TOOLS)
	$(BIN)/uv pip install --quiet --python $(TOOLS)/bin/python --require-hashes -r docs/lite/build.lock
	touch $@

# generated answers for minutes: no exception, no wrong verdict, memory flat; make soak MINUTES=60
# (SymPy keeps 1000 results of each of its functions: they fill for a quarter of an hour, which looks like a leak)
MINUTES ?= 5
soak: $(READY)
	SYMPY_CACHE_SIZE=100 $(BIN)/python -W error tests/soak.py --minutes $(MINUTES)

# the public functions against values of the oracle's own; make oracle SECONDS=600 SEED=123
SECONDS ?= 60
SEED ?=
oracle: $(READY)
	$(BIN)/python -m tests.oracle --seconds $(SECONDS) --jobs 2 $(if $(SEED),--seed $(SEED))

# the unit tests and the lessons with the newest packages there are, in an environment that is thrown away
NEWEST := .venv-newest
newest: $(READY)
	$(PYTHON) -m venv --clear $(NEWEST)
	$(BIN)/uv pip install --quiet --python $(NEWEST)/bin/python --upgrade --group test --group lab --group docs -e .
	$(NEWEST)/bin/python -m pytest -n 2 tests --deselect tests/test_binder.py
	PYTHONWARNINGS="$(STRICT)" $(NEWEST)/bin/python -m pytest -q -o addopts= --nbval-lax --nbval-current-env \
		-n 2 --dist loadfile notebooks
	rm -rf $(NEWEST)

# newest versions of everything, for every platform, without the address of any registry
lock: $(READY)
	$(LOCK) --group test --group lab --group docs -o requirements.lock
	$(LOCK) --group teaching -o docs/teaching/requirements.lock
	! grep -n "://" requirements.lock docs/teaching/requirements.lock

# after a new version of the kernel, bring docs/lite/pyodide.json to the version that it wants
LOCK_SITE = $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-annotate --no-header
lock-site: $(READY)
	$(LOCK_SITE) --universal --python-version 3.11 --group docs/lite/pyproject.toml:build -o docs/lite/build.lock
	$(LOCK_SITE) --python-platform wasm32-pyodide2025 --python-version 3.14 \
		$(addprefix --no-emit-package ,jupyterlab-widgets widgetsnbextension) \
		--group docs/lite/pyproject.toml:browser -o docs/lite/browser.lock
	! grep -n "://" docs/lite/build.lock docs/lite/browser.lock

clean:
	rm -rf .venv .venv-teaching .venv-newest build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis
