# make run and make check do everything on a fresh Debian 12; make help says the rest.
.DEFAULT_GOAL := all
SHELL := /bin/bash
ifeq ($(MAKELEVEL)$(findstring -j,$(MAKEFLAGS)),0)
MAKEFLAGS += --jobs=$(shell nproc) --no-print-directory
endif
ifeq ($(origin CC),default)
CC := gcc
endif

B ?= build
PREFIX ?= /usr/local
UNIT_DIRECTORY ?= $(PREFIX)/lib/systemd/system
FUZZ_SECONDS ?= 10
Q := $(if $(V),,@)# make V=1 shows the whole commands
KINDS ?= unit conversations scenarios
PROVE ?= prove --exec ''
JOBS ?= 6# scenarios at a time: most of them wait
APT := apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120
ARGON2 ?= yes# no: without libargon2, and argon2id hashes let nobody in

# What is installed by deps, deps-lint, deps-fuzz, deps-browser and deps-bench.
PACKAGES := gcc libc6-dev pkg-config libmicrohttpd-dev libgnutls28-dev libssl-dev libcrypt-dev \
	libsqlite3-dev libconfuse-dev libunistring-dev libjansson-dev libpam0g-dev check curl \
	openssl sqlite3 perl python3 python3-requests wget cadaver apache2-utils iproute2 procps
PACKAGES_lint := clang clang-format-14 cppcheck shellcheck universal-ctags
PACKAGES_fuzz := clang libclang-rt-14-dev
# Some packages of nodejs bring npm along, and do not go with the one of that name.
PACKAGES_browser := nodejs chromium $(if $(shell command -v npm),,npm)
PACKAGES_bench := nginx-light lighttpd apache2-bin caddy python3-twisted gnuplot-nox valgrind

# Optimized across files a request takes 5 % fewer instructions, by -O3 and past the PLT 8 % fewer
# again. clang would want another linker for the first.
CFLAGS ?= -O3 -g -fno-plt $(if $(findstring clang,$(CC)),,-flto=auto -ffat-lto-objects)
WARNINGS := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition -Wpointer-arith -Wwrite-strings -Wundef -Wvla \
	-Wunused-const-variable -Wformat=2
HARDENING := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
ALL_CFLAGS = -std=gnu17 -D_GNU_SOURCE $(CFLAGS) $(WARNINGS) $(HARDENING) -pthread -MMD -MP $(SANITIZE)
LDLIBS := -lmicrohttpd -lgnutls -lcrypto -lcrypt -lsqlite3 -lconfuse -lunistring
ALL_LDFLAGS = $(CFLAGS) -pthread -pie -Wl,-z,relro,-z,now $(LDFLAGS) $(SANITIZE)

# Plug-ins see include/ only: one that reaches into src/ does not compile.
PLUGINS := $(wildcard checkers/*.c realms/*.c)
SOURCES := $(wildcard src/*/*.c)
FAKES := $(wildcard tests/fakes/*.c)
UNITS := $(wildcard tests/unit/*.c)
ifeq ($(ARGON2),yes)
PACKAGES += libargon2-dev
LDLIBS += -largon2
SOURCES := $(filter-out %/password_argon2_absent.c,$(SOURCES))
UNITS := $(filter-out %/password_argon2_absent_test.c,$(UNITS))
else
SOURCES := $(filter-out %/password_argon2.c,$(SOURCES))
UNITS := $(filter-out %/password_argon2_test.c,$(UNITS))
endif
# Those that take longest begin first.
LONGEST := $(patsubst %,tests/scenarios/%.sh,lifecycle_interrupted lifecycle_cycles hostile outages)
SCENARIOS := $(LONGEST) $(filter-out $(LONGEST) %/library.sh,$(wildcard tests/scenarios/*.sh))
TOOLS := $(wildcard tests/bench/*.c tests/bench/*/*.c tests/fuzz/*.c)
objects = $(patsubst %.c,$(B)/%.o,$(1))
LIBRARY := $(call objects,$(SOURCES) $(PLUGINS))
BENCH := $(patsubst %.c,$(B)/%,$(filter-out %/openat2.c,$(wildcard tests/bench/*.c)))
PRELOADED := $(B)/tests/bench/openat2.so
FUZZERS := $(patsubst tests/fuzz/%_fuzz.c,%,$(wildcard tests/fuzz/*_fuzz.c))

# Checkers that need a library which the program is not to depend on: shared objects.
OBJECTS := $(B)/plugins/checker_pam.so
LOADERS := $(B)/postern $(B)/tests/postern $(B)/tests/unit/unit# and what can load them

# What include/postern declares is there for plug-ins in shared objects; the rest stays hidden.
HEADERS := $(wildcard include/postern/*.h)
$(B)/exports: $(HEADERS) Makefile
	@mkdir -p $(@D)
	@{ echo '{'; sed -n '/^typedef\|^static/d; s/^[a-z][^(]*[ *]\([a-z_0-9]*\)(.*/\1;/p' $(HEADERS); \
		echo '};'; } > $@

all: $(B)/postern $(OBJECTS) ## build the server, and its plug-ins in shared objects
tests: all $(B)/tests/postern $(B)/tests/unit/unit $(BENCH) $(PRELOADED)

$(B)/postern: $(B)/src/main.o $(LIBRARY)
# The same server with the fake checkers and realms of the tests beside the real ones.
LISTS := $(call objects,checkers/checkers.c realms/realms.c)
$(B)/tests/postern: $(B)/src/main.o $(filter-out $(LISTS),$(LIBRARY)) $(call objects,$(FAKES))
$(B)/tests/unit/unit: private LDLIBS += -ljansson $(shell pkg-config --libs check 2>/dev/null)
$(B)/tests/unit/unit: private ALL_LDFLAGS += -fno-lto# or each link takes half a minute
$(B)/tests/unit/unit: $(call objects,$(UNITS)) $(LIBRARY)
$(BENCH): $(B)/tests/bench/%: $(B)/tests/bench/%.o
$(B)/tests/bench/load: $(call objects,$(wildcard tests/bench/generator/*.c))
$(B)/tests/bench/bare $(B)/tests/bench/floor: $(call objects,tests/bench/floors/listening.c)
$(FUZZERS:%=$(B)/fuzz/%): private ALL_LDFLAGS += -fsanitize=fuzzer
$(FUZZERS:%=$(B)/fuzz/%): $(B)/fuzz/%: $(B)/tests/fuzz/%_fuzz.o $(LIBRARY)
$(B)/fuzz/head $(B)/fuzz/plain_head: $(call objects,tests/fuzz/head_harness.c tests/fuzz/strict_reading.c)
$(LOADERS): private ALL_LDFLAGS += -Wl,--dynamic-list=$(B)/exports
$(LOADERS): $(B)/exports
$(LOADERS) $(BENCH) $(FUZZERS:%=$(B)/fuzz/%):
	@mkdir -p $(@D)
	@echo "$(CC) -o $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS)

$(B)/plugins/checker_pam.so: $(call objects,$(wildcard checkers/plugins/pam*.c))
$(B)/plugins/checker_pam.so: private LDLIBS := -lpam
$(PRELOADED): $(B)/tests/bench/openat2.o
$(PRELOADED): private LDLIBS :=
$(OBJECTS) $(PRELOADED):
	@mkdir -p $(@D)
	@echo "$(CC) -o $@"
	$(Q)$(CC) -shared $(filter-out -pie,$(ALL_LDFLAGS)) -o $@ $^ $(LDLIBS)

# Every *_test.c is run: main.c calls the suite that each must define.
$(B)/tests/unit/suites.h: $(UNITS) Makefile
	@mkdir -p $(@D)
	@printf 'SUITE(%s)\n' $(patsubst tests/unit/%_test.c,%,$(filter %_test.c,$(UNITS))) > $@
$(B)/tests/unit/main.o: $(B)/tests/unit/suites.h

$(B)/checkers/%.o $(B)/realms/%.o $(B)/tests/fakes/%.o: private INCLUDES := -Iinclude
$(B)/checkers/plugins/%.o: private INCLUDES := -Iinclude -fPIC
$(B)/src/%.o: private INCLUDES := -Iinclude -Isrc
$(B)/tests/bench/openat2.o: private INCLUDES := -fPIC
$(B)/tests/unit/%.o: private INCLUDES := -Iinclude -Isrc -I$(B)/tests/unit -fno-lto
$(B)/tests/fuzz/%.o: private INCLUDES := -Iinclude -Isrc
$(B)/%.o: %.c
	@mkdir -p $(@D)
	@echo "$(CC) $<"
	$(Q)$(CC) $(ALL_CFLAGS) $(INCLUDES) -c -o $@ $<

deps: private packages := $(PACKAGES)
deps-lint: private packages := $(PACKAGES_lint)
deps-fuzz: private packages := $(PACKAGES_fuzz)
deps-browser: private packages := $(PACKAGES_browser)
deps-bench: private packages := $(PACKAGES_bench)
deps-lint deps-fuzz deps-browser deps-bench: deps
deps: ## install the Debian packages that are missing
# What a package brings as a service is not to run: invoke-rc.d asks policy-rc.d.
deps deps-lint deps-fuzz deps-browser deps-bench:
	@missing=; for package in $(packages); do \
		dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q '^install ok installed' || \
			missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
		sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
		policy=/usr/sbin/policy-rc.d; \
		if [ ! -e $$policy ]; then \
			trap "$$sudo rm -f $$policy" EXIT; \
			printf '#!/bin/sh\nexit 101\n' | $$sudo install -m 755 /dev/stdin $$policy; \
		fi; \
		$$sudo $(APT) update && \
		$$sudo env DEBIAN_FRONTEND=noninteractive $(APT) install -y --no-install-recommends $$missing; \
	fi

run: deps ## serve the built-in demonstration on http://localhost:8081/
	@$(MAKE) all
	$(B)/postern --nodaemon

check: deps ## run all tests: unit, conversations, scenarios
	@$(MAKE) tests
	@$(MAKE) --keep-going $(KINDS)

unit: $(B)/tests/unit/unit ## run the unit tests
	$<

# The tables about fields, conditions, ranges and logins again, so that libmicrohttpd answers.
PIECES := $(wildcard tests/conversations/static_*.cases tests/conversations/http_auth_*.cases)
conversations: $(B)/tests/postern ## play the conversations with the server
	POSTERN=$< tests/conversations/run
	$(if $(PIECES),POSTERN=$< tests/conversations/run --in-pieces $(PIECES))

scenarios: $(B)/postern $(B)/tests/postern $(BENCH) ## run the scenarios: real clients, real signals
	POSTERN=$< POSTERN_FAKES=$(B)/tests/postern $(PROVE) --jobs $(JOBS) $(SCENARIOS)

lifecycle: ## run those of them that are about a daemon and its life
	$(MAKE) scenarios SCENARIOS="$(wildcard tests/scenarios/lifecycle_*.sh)"

# Not in check: a browser and npm are hundreds of packages, and npm needs a registry.
browser: deps ## log in and look at pages with Chromium, if that and what drives it can be fetched
	@$(MAKE) all $(B)/tests/postern
	-@$(MAKE) deps-browser
	POSTERN=$(B)/postern POSTERN_FAKES=$(B)/tests/postern MODULES=$(B)/browser $(PROVE) tests/browser/run

# Where a kernel spreads addresses widely (vm.mmap_rnd_bits = 32), the sanitizers of Debian 12 do not find
# the memory that they need.
STILL = $(shell setarch --addr-no-randomize true 2>/dev/null && echo setarch --addr-no-randomize)

# Leaks, overflows and undefined behaviour in all tests; races in all but the scenarios that are not
# about concurrency, and conversations in pieces: they would only take longer. Warnings are no errors
# here: what the sanitizers add to the code confuses the compiler. They take memory, too. What is done
# again and again is done less often than in check.
SANITIZERS = HARDENING=-fPIE CFLAGS="-O1 -g -fno-omit-frame-pointer"
CONCURRENT := $(patsubst %,tests/scenarios/%.sh,access_log crowd fast_path load lobby loops overdue race stop storm)
sanitize: deps ## run the tests under AddressSanitizer, UBSan and ThreadSanitizer
	@$(MAKE) --keep-going asan tsan
asan tsan: export LIFECYCLE_POINTS := 8
asan tsan: export LIFECYCLE_CYCLES := 50
asan: export MEMORY_MAX := 500000
asan:
	$(STILL) $(MAKE) check B=$(B)/asan $(SANITIZERS) \
		SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all -Wno-error"
tsan: export TSAN_OPTIONS := allocator_may_return_null=1
tsan: export CK_EXCLUDE_TAGS := one-thread
tsan:
	$(STILL) $(MAKE) check B=$(B)/tsan PIECES= SCENARIOS="$(CONCURRENT)" $(SANITIZERS) \
		SANITIZE="-fsanitize=thread -Wno-error"

fuzz: deps-fuzz ## fuzz the parsers of foreign bytes, FUZZ_SECONDS=10 each
	$(STILL) $(MAKE) B=$(B)/clang-fuzz CC=clang $(SANITIZERS) fuzzers \
		SANITIZE="-fsanitize=fuzzer-no-link,address,undefined -Wno-error"
fuzzers: $(FUZZERS:%=fuzz-%)
$(FUZZERS:%=fuzz-%): fuzz-%: $(B)/fuzz/%
	mkdir -p $(B)/corpus/$*
	$< -max_total_time=$(FUZZ_SECONDS) -timeout=5 -verbosity=0 -artifact_prefix=$(B)/corpus/ \
		$(B)/corpus/$* tests/fuzz/corpus/$*

lint: deps-lint ## check form, sizes, arrows, headers, and build with gcc and clang
	+@$(PROVE) tests/lint/structure tests/lint/tools

# tests/bench/README.md says how to read it.
measure = tests/bench/$(1) --program $(B)/postern --json $(B)/bench/$(1).json
BUILT = --tools $(B)/tests/bench
bench: deps-bench ## measure requests beside other servers, files, connections, refusals, accounts, scaling
	@$(MAKE) all $(BENCH) $(PRELOADED)
	@mkdir -p $(B)/bench
	$(call measure,guess)
	$(call measure,run) $(BUILT) --guess $(B)/bench/guess.json --tsv $(B)/bench/run.tsv
	gnuplot -e "table='$(B)/bench/run.tsv'; drawing='$(B)/bench/run.svg'" tests/bench/plot.gp
	$(call measure,files) $(BUILT)
	$(call measure,connections) $(BUILT)
	$(call measure,refusals)
	$(call measure,accounts)
	$(call measure,instructions) $(BUILT)
	$(call measure,scaling) $(BUILT)

install: all ## install below PREFIX=/usr/local (and DESTDIR)
	install -D $(B)/postern $(DESTDIR)$(PREFIX)/bin/postern
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/lib/postern $(OBJECTS)
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/include/postern include/postern/*.h
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/lib/pkgconfig checkers/plugins/postern.pc
	sed -i "s|/usr/local|$(PREFIX)|; s|VERSION|$$($(B)/postern --version | cut -d ' ' -f 2)|" \
		$(DESTDIR)$(PREFIX)/lib/pkgconfig/postern.pc
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/postern/www www/*
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/postern src/http/fail2ban.conf
	install -D -m 644 -t $(DESTDIR)$(UNIT_DIRECTORY) src/daemon/postern.service src/daemon/postern.socket
	sed -i 's|/usr/local/bin|$(PREFIX)/bin|' $(DESTDIR)$(UNIT_DIRECTORY)/postern.service

clean: ## remove everything that was built
	rm -rf $(B)

help: ## say what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

.PHONY: all tests deps deps-lint deps-fuzz deps-browser deps-bench run check unit conversations scenarios \
	lifecycle browser sanitize asan tsan fuzz fuzzers $(FUZZERS:%=fuzz-%) lint bench install clean help
-include $(patsubst %.o,%.d,$(B)/src/main.o $(LIBRARY) $(call objects,$(wildcard checkers/plugins/*.c) $(FAKES) $(UNITS) $(TOOLS)))
