# 问策 WenCe: the few commands a person needs. `make run` and `make test` work on a machine that has
# only python3.11 and make; both finish in seconds when nothing changed.

VENV   ?= .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
BIN    := $(VENV)/bin
# Modules are compiled when they are first imported: compiling all of torch takes minutes. What is
# compiled must then be kept, or every process compiles Chroma and Gradio anew, for seconds each.
unexport PYTHONDONTWRITEBYTECODE
PIP    := $(BIN)/python -m pip install --disable-pip-version-check --quiet --no-compile
DATA   ?= $(or $(WENCE_DATA),var)
SETS   ?=
JOBS   ?= 2
SIZES  ?= 1 10
LOAD   ?= 60
KILLS  ?= 200
OUT    ?= $(DATA)/eval
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
BROWSER_SECONDS := 300
CHECKED := $(wildcard corpus assistant eval tests app.py)

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev browser run build lint types rooms unit test kill bench eval clean FORCE

help:
	@echo "make run    安装、建索引，然后开始问答"
	@echo "make test   安装测试工具，跑全部检查和测试（JOBS=几个测试进程同时跑）"
	@echo "make setup  只安装"
	@echo "make eval   跑全部问题集，低于底线就失败（SETS=… 只跑这几个，OUT=…）"
	@echo "make bench  测启动、答题和建索引的速度，与常见做法并排（SIZES=\"1 10 100 1000\" 量到十万条，LOAD=秒数 50 人同时问）"
	@echo "make kill   改动文件库时杀掉进程 200 次，看有没有丢（KILLS=…）"
	@echo "make clean  删掉安装的环境和缓存（不动 $(DATA) 里添加的文件）"

# A venv whose interpreter is gone (moved folder, upgraded system) is made anew.
VENV_WORKS := $(shell $(BIN)/python -c "" 2>/dev/null && echo yes)
ifneq ($(VENV_WORKS),yes)
$(VENV)/.made $(VENV)/.installed $(VENV)/.installed-dev: FORCE
endif

$(VENV)/.made:
	@"$(PYTHON)" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { \
	  echo "需要 Python 3.11 或更新的版本。Debian/Ubuntu 上请先安装：sudo apt install python3.11 python3.11-venv；" >&2; \
	  echo "装在别处时请指明：make run PYTHON=/路径/python3.11" >&2; exit 1; }
	@echo "正在创建 Python 环境 $(VENV) …"
	@"$(PYTHON)" -m venv $(if $(VENV_WORKS),,--clear) "$(VENV)" || { \
	  echo "创建环境没有成功。Debian/Ubuntu 上请先安装：sudo apt install python3-venv" >&2; exit 1; }
	@touch "$@"

$(VENV)/.installed: requirements.txt | $(VENV)/.made
	@echo "正在安装运行所需的软件包（第一次要几分钟）…"
	@$(PIP) -r requirements.txt || { \
	  echo "软件包没有装全：请检查网络后再运行一次。" >&2; exit 1; }
	@touch "$@"

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt | $(VENV)/.made
	@echo "正在安装测试工具…"
	@$(PIP) -r requirements-dev.txt || { \
	  echo "测试工具没有装全：请检查网络后再运行一次。" >&2; exit 1; }
	@touch "$@" "$(VENV)/.installed"

setup: $(VENV)/.installed

setup-dev: $(VENV)/.installed-dev

# The pages are tried in a real browser where one can be had; without one those tests are skipped.
browser:
	@for name in $(BROWSERS); do "$$name" --version >/dev/null 2>&1 && exit 0; done; \
	echo "正在安装浏览器 Chromium，测网页用（最多 $(BROWSER_SECONDS) 秒）…"; \
	if [ "$$(id -u)" = 0 ]; then as=; else as="sudo -n"; fi; \
	timeout -k 10 $(BROWSER_SECONDS) $$as sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk' </dev/null >/dev/null 2>&1 || \
	  echo "！！没有装上 Chromium，网页不在浏览器里测。可以自己装：sudo apt install chromium" >&2

build run eval bench: export WENCE_DATA := $(DATA)

build: setup
	@$(BIN)/python -m corpus build

run: build
	@$(BIN)/python app.py

lint: setup-dev
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)

types: setup-dev
	$(BIN)/mypy

rooms: setup-dev
	$(BIN)/lint-imports

unit: setup-dev
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

# The quick checks first: the first failing one is the one to read. Types are checked beside the
# tests, which often wait.
test: setup-dev browser
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory rooms
	@$(MAKE) --no-print-directory types & types=$$!; \
	$(MAKE) --no-print-directory unit; unit=$$?; wait $$types && exit $$unit

# A size counts hundreds of clauses; above 10 most vectors are made, and the report says so.
bench: setup-dev build
	@$(BIN)/python -m eval.bench --sizes $(SIZES) --load $(LOAD)

kill: setup-dev
	@$(BIN)/python tests/kill/rounds.py --kills $(KILLS)

# Without SETS all shipped sets, against the floors of eval/sets/sets.yaml.
eval: setup-dev build
	@$(BIN)/python -m eval $(if $(SETS),run $(SETS),suite) --out "$(OUT)"

clean:
	rm -rf "$(VENV)" .venv-ci .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path "./.git/*" -prune -exec rm -rf {} +
