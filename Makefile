PYTHON ?= python3
UV_VERSION := 0.13.8
BIN := .venv/bin
ZHENGTONG := $(BIN)/zhengtong
# A fixed hash seed: both processes must collect the same names in the same order.
PYTEST := PYTHONHASHSEED=0 $(BIN)/python -m pytest -n 2 --dist loadgroup
QUICK := not browser and not server
SBOM ?= build/sbom.json
export PYTHONDONTWRITEBYTECODE ?=
# Certificates as the system knows them: a network of an office may have an authority of its own.
export UV_SYSTEM_CERTS ?= 1

.PHONY: help venv dev system lint types contracts check test demo demo-reset bench rehearse sbom bundle bundle-try lock

help:
	@echo "make demo        the demo city, served on 127.0.0.1 / 演示城市，在 127.0.0.1"
	@echo "make demo-reset  start the demo over / 演示从头来"
	@echo "make test        every test, in a browser and on PostgreSQL too / 全部测试"
	@echo "make check       what to run before a commit / 提交前的检查"
	@echo "make bench       the performance table / 性能表"
	@echo "make rehearse FROM=REF  an upgrade from a commit, rehearsed while people use it / 从某个提交升级，边用边演练"
	@echo "make sbom        the list of parts, build/sbom.json / 软件清单"
	@echo "make bundle      what to install without a network, in build/ / 不用网络的安装包"
	@echo "make bundle-try  the bundle tried in a bare system, as root / 在空系统里试安装包"
	@echo "make venv        only .venv / 只建 .venv"
	@echo "make lock        new hashed locks from requirements/*.in / 重新锁定依赖"

venv: .venv/.base
dev: .venv/.dev

.venv/bin/uv:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)

.venv/.base: requirements/base.lock pyproject.toml | .venv/bin/uv
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/base.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

.venv/.dev: requirements/dev.lock requirements/dev.excludes .venv/.base
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --excludes requirements/dev.excludes -r requirements/dev.lock
	$(BIN)/uv pip uninstall -q --python $(BIN)/python -r requirements/dev.excludes
	touch $@

# What a browser test and a PDF check need from the system.
system:
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v pdfsig >/dev/null || missing="$$missing poppler-utils"; \
	fc-list :lang=zh family 2>/dev/null | grep -q "Noto .*CJK" || missing="$$missing fonts-noto-cjk"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ]; then \
	  echo "还缺：$$missing 。请运行 / missing, please run: sudo apt-get install -y --no-install-recommends$$missing"; exit 1; \
	fi; \
	apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends$$missing

lint: dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: dev
	ZHENGTONG_HOME="$${TMPDIR:-/tmp}/zhengtong-types" $(BIN)/mypy

contracts: dev
	$(BIN)/lint-imports

# Types are checked while the quick tests run; both must be good.
check: lint contracts
	@$(MAKE) --no-print-directory types & types=$$!; \
	$(PYTEST) -m "$(QUICK) and not slow"; tests=$$?; \
	wait $$types && exit $$tests

test: dev system lint contracts types
	$(PYTEST)
	ZHENGTONG_TEST_DATABASE=postgresql $(PYTEST) -m "$(QUICK)"

demo: venv
	$(BIN)/python demo/run.py

demo-reset: venv
	$(BIN)/python demo/run.py --reset

bench: venv
	$(ZHENGTONG) bench

# Old and new code side by side, the old one taken from a commit.
rehearse: venv
	rm -rf build/from && mkdir -p build/from
	git archive $(FROM) | tar x -C build/from
	$(ZHENGTONG) rehearse --from build/from

# What the product is made of, with the hashes that are installed, for whoever looks for known holes (CycloneDX).
sbom: dev
	mkdir -p $(dir $(SBOM))
	$(BIN)/cyclonedx-py requirements requirements/base.lock --pyproject pyproject.toml --output-reproducible --short-PURLs -o $(SBOM)

# For machines without a network: Python, libraries, platform and installer in one file for each processor.
bundle: venv
	$(BIN)/python tools/bundle/make.py --arch x86_64
	$(BIN)/python tools/bundle/make.py --arch aarch64

bundle-try: venv
	$(BIN)/python tools/bundle/try.py

lock: | .venv/bin/uv
	$(BIN)/uv pip compile -q --generate-hashes --no-header --universal --python-version 3.11 requirements/base.in -o requirements/base.lock
	$(BIN)/uv pip compile -q --generate-hashes --no-header --universal --python-version 3.11 -c requirements/base.lock --excludes requirements/dev.excludes requirements/dev.in -o requirements/dev.lock
	$(BIN)/uv pip compile -q --generate-hashes --no-header --universal --python-version 3.11 requirements/bundle.in -o requirements/bundle.lock
