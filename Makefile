# huizong: `make help` lists the targets. scripts/setup installs what they need.

PREFIX ?= /usr/local
# Where systemd, cron and logrotate look; of units and the like PREFIX's own folders serve as well.
UNITDIR ?= $(PREFIX)/lib/systemd/system
SYSUSERSDIR ?= $(PREFIX)/lib/sysusers.d
TMPFILESDIR ?= $(PREFIX)/lib/tmpfiles.d
SYSCONFDIR ?= $(if $(filter /usr /usr/local,$(PREFIX)),/etc,$(PREFIX)/etc)
DOCDIR ?= $(PREFIX)/share/doc/huizong
BUILD ?= build
PYTHON ?= /usr/bin/python3
CLANG ?= clang
CLANG_FORMAT ?= clang-format
CPPCHECK ?= cppcheck
SHELLCHECK ?= shellcheck
PKG_CONFIG ?= pkg-config
INSTALL ?= install
SAMPLES ?= samples/received
PACKAGES := xlsxwriter freexl libzip expat libutf8proc nettle libarchive zlib libxml-2.0 libseccomp sqlite3

VERSION := 0.1.0
OPTIMIZE ?= -O2 -g
# WERROR= lets a compiler newer than ours warn of something new.
WERROR ?= -Werror
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wvla -Wconversion $(WERROR)
# Names are looked up once, at the start, not anew by each worker that is forked: a quarter of what one costs.
BINDING ?= -Wl,-z,relro,-z,now
HARDENING ?= -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong

# V=1 shows the commands; otherwise a word and the file.
Q := $(if $(V),,@)
say = $(if $(V),,@echo '  $1 $@')

GOALS := $(or $(MAKECMDGOALS),all)
# Goals that compile nothing serve on a machine where nothing is installed.
ifneq ($(filter-out clean help uninstall check-layers check-length check-shell check-rules check-neutral check-coverage,$(GOALS)),)
NEEDED := $(PACKAGES) $(if $(filter test unit agreement cut-dups $(BUILD)/tests/%,$(GOALS)),cmocka yajl)
MISSING := $(shell $(PKG_CONFIG) --exists $(NEEDED) 2>/dev/null || \
	for p in $(NEEDED); do $(PKG_CONFIG) --exists $$p 2>/dev/null || echo $$p; done)
ifneq ($(MISSING),)
$(error not installed: $(MISSING); run `sh scripts/setup run test`, which installs what is missing)
endif
# -isystem: warnings in other people's headers are not ours to mend.
LIBRARY_FLAGS := $(subst -I/,-isystem /,$(shell $(PKG_CONFIG) --cflags $(PACKAGES)))
LIBRARIES := $(shell $(PKG_CONFIG) --libs $(PACKAGES)) -lm -pthread
# Here, since $(file) below writes before the first line of its recipe runs.
$(shell mkdir -p $(BUILD))
endif

OWN_FLAGS := -std=c17 -D_GNU_SOURCE -DHUIZONG_VERSION='"$(VERSION)"' -Isrc -I$(BUILD)/embedded $(LIBRARY_FLAGS) $(WARNINGS)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

SOURCES := $(sort $(wildcard src/*/*.c))
HEADERS := $(sort $(wildcard src/*/*.h))
MAIN := $(wildcard src/main.c)
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/obj/%.o)
ASAN_OBJECTS := $(SOURCES:src/%.c=$(BUILD)/asan/%.o)
UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c))
UNIT_TESTS := $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/tests/%)
SCRIPTS := $(filter-out scripts/check-rules scripts/check-neutral scripts/check-coverage %.py %.txt %.cfg %.conf scripts/nightly,$(wildcard scripts/*)) .ci/run
NIGHTLY := scripts/nightly/huizong-nightly scripts/nightly/huizong-mail
FORMATTED := $(MAIN) $(SOURCES) $(HEADERS) $(wildcard tests/unit/*.[ch] tests/fuzz/*.[ch] tests/bench/*.c)

all: $(BUILD)/huizong

help:
	@echo 'make             builds $(BUILD)/huizong, which runs from any folder'
	@echo 'make demo        merges samples/ and says where the workbook and the report lie'
	@echo 'make test        unit and end-to-end tests, under AddressSanitizer and UBSan'
	@echo 'make test-faults full disks, failing calls, signals, little memory, a year of nights (an hour and more; strace)'
	@echo 'make mutate      FILES=10000 SEED=1 damaged files beside good ones'
	@echo 'make agreement   tests/AGREEMENT.md anew: our readers and others, file by file (../shared/corpus)'
	@echo 'make fuzz        every fuzz target for SECONDS=60 (clang with libFuzzer)'
	@echo 'make check       format, lint, layers, export prefixes, rules and messages'
	@echo 'make bench       the small job and the large one, beside a peer in Python'
	@echo 'make bench-large 1 GB of CSV, sheets of all rows there can be (minutes, 3 GB of disk)'
	@echo 'make bench-nights 10,000 and 100,000 files with and without a ledger, PARTS="small usual large spread wrong year heavy" (minutes; heavy: 1 GB)'
	@echo 'make bench-dups  duplicates found and missed, SIZES="1000 10000 100000" SEED=2, beside plain ways (../shared/bench)'
	@echo 'make cut-dups    the same with one part of the search cut out at a time: each must be worth its lines'
	@echo 'make install     into PREFIX ($(PREFIX)), below DESTDIR where given; make uninstall'
	@echo 'make clean       removes $(BUILD)/'
	@echo 'Variables: V=1, CC, CFLAGS, LDFLAGS, OPTIMIZE, HARDENING, WERROR=, BUILD, PREFIX, DESTDIR'

# --- What the build depends on besides files ----------------------------------
# Both are rewritten only where their content changes: a deleted source makes
# its library anew, another compiler or flag makes everything anew.

FLAGS_TEXT = $(CC) $(OWN_FLAGS) $(OPTIMIZE) $(HARDENING) $(CPPFLAGS) $(CFLAGS) $(BINDING) $(LDFLAGS) $(LIBRARIES)

$(BUILD)/flags: FORCE
	$(file >$@.new,$(FLAGS_TEXT))
	@cmp -s $@.new $@ && rm -f $@.new || mv -f $@.new $@

$(BUILD)/sources: FORCE
	$(file >$@.new,$(SOURCES))
	@cmp -s $@.new $@ && rm -f $@.new || mv -f $@.new $@

FORCE:

# --- Files that the program carries in itself ----------------------------------
# As the numbers of their bytes, for an array: any text would do, and nothing need be installed for it.

EMBEDDED := $(BUILD)/embedded/output/page_css.def $(BUILD)/embedded/output/page_js.def

$(EMBEDDED): $(BUILD)/embedded/output/page_%.def: src/output/page.% Makefile
	@mkdir -p $(@D)
	$(call say,made)
	$(Q)od -An -v -tu1 $< | sed 's/[0-9][0-9]*/&,/g' >$@

$(BUILD)/obj/output/page_head.o $(BUILD)/asan/output/page_head.o: $(EMBEDDED)

# --- The program and its library, plain and under the sanitizers --------------

$(BUILD)/huizong: $(BUILD)/obj/main.o $(BUILD)/libhuizong.a
	$(call say,link)
	$(Q)$(CC) $(OPTIMIZE) $(BINDING) $(LDFLAGS) -o $@ $^ $(LIBRARIES)

$(BUILD)/huizong-asan: $(BUILD)/asan/main.o $(BUILD)/libhuizong-asan.a
	$(call say,link)
	$(Q)$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LIBRARIES)

$(BUILD)/libhuizong.a: $(OBJECTS) $(BUILD)/sources
	$(call say,ar  )
	$(Q)rm -f $@ && $(AR) rcs $@ $(OBJECTS)

$(BUILD)/libhuizong-asan.a: $(ASAN_OBJECTS) $(BUILD)/sources
	$(call say,ar  )
	$(Q)rm -f $@ && $(AR) rcs $@ $(ASAN_OBJECTS)

$(BUILD)/obj/%.o: src/%.c Makefile $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,cc  )
	$(Q)$(CC) $(OWN_FLAGS) $(OPTIMIZE) $(HARDENING) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/asan/%.o: src/%.c Makefile $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,cc  )
	$(Q)$(CC) $(OWN_FLAGS) -O1 -g $(SANITIZE) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libhuizong-asan.a Makefile $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,link)
	$(Q)$(CC) $(OWN_FLAGS) -Itests/unit -O1 -g $(SANITIZE) -MMD -MP -MF $@.d -MT $@ -o $@ $< \
		$(BUILD)/libhuizong-asan.a $(LIBRARIES) -lcmocka -lyajl

# The sanitizers cannot be confined, nor does their own memory stay apart: what these do is tried without them.
$(BUILD)/tests/test_sandbox $(BUILD)/tests/test_apart: $(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libhuizong.a Makefile $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,link)
	$(Q)$(CC) $(OWN_FLAGS) $(OPTIMIZE) -MMD -MP -MF $@.d -MT $@ -o $@ $< $(BUILD)/libhuizong.a $(LIBRARIES) -lcmocka

# --- What people call ---------------------------------------------------------

# Findings (status 1) are what the samples are made for; 2 is a failure.
demo: $(BUILD)/huizong
	@mkdir -p $(BUILD)/demo
	@status=0; $(BUILD)/huizong merge $(SAMPLES) -o $(BUILD)/demo/汇总表.xlsx --json $(BUILD)/demo/report.json \
		|| status=$$?; \
	if [ $$status -gt 1 ]; then echo "demo: huizong ended with status $$status" >&2; exit $$status; fi; \
	echo; echo "workbook 工作簿: $(BUILD)/demo/汇总表.xlsx"; echo "report   报告:   $(BUILD)/demo/report.json"

test: replay-targets $(UNIT_TESTS) $(if $(MAIN),$(BUILD)/huizong-asan $(BUILD)/huizong)
	@$(PYTHON) tests/run --build $(BUILD)

unit: $(UNIT_TESTS)
	@$(PYTHON) tests/run --build $(BUILD) -k unit/

test-faults: $(BUILD)/huizong
	@$(PYTHON) tests/faults/run --binary $(BUILD)/huizong

mutate: $(BUILD)/huizong
	@$(PYTHON) tests/mutation/run --binary $(BUILD)/huizong --folder $(BUILD)/mutation --files $(or $(FILES),10000) --seed $(or $(SEED),1)

agreement: $(BUILD)/huizong $(BUILD)/tests/test_layout $(BUILD)/tests/test_second $(BUILD)/tests/test_firm
	@for script in tests/agreement/*.py; do \
		PYTHONPATH=tests/lib PYTHONDONTWRITEBYTECODE=1 $(PYTHON) $$script --corpus ../shared/corpus --dump $(BUILD)/huizong --write; \
		status=$$?; [ $$status -eq 0 ] || [ $$status -eq 77 ] || exit $$status; done

bench: $(BUILD)/huizong
	@$(PYTHON) tests/bench/bench.py --binary $(BUILD)/huizong --folder $(BUILD)/bench

include tests/fuzz/rules.mk

bench-large: $(BUILD)/huizong
	@$(PYTHON) tests/bench/large.py --binary $(BUILD)/huizong --folder $(BUILD)/bench/large

bench-nights: $(BUILD)/huizong
	@$(PYTHON) tests/bench/nights.py --binary $(BUILD)/huizong --folder $(BUILD)/bench/nights $(if $(PARTS),--only $(PARTS))

# Three plain ways to find duplicates, in a program of their own.
$(BUILD)/bench/baselines: tests/bench/baselines.c Makefile $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,link)
	$(Q)$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) $(OPTIMIZE) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $<

# Beyond 100,000 rows it takes minutes and some GB of memory to make and score them: SIZES=1000000.
bench-dups: $(BUILD)/huizong $(BUILD)/bench/baselines
	@$(PYTHON) tests/bench/dups.py --binary $(BUILD)/huizong --baselines $(BUILD)/bench/baselines --folder $(BUILD)/bench/dups \
		$(if $(SIZES),--sizes $(SIZES)) $(if $(SEED),--seed $(SEED))

cut-dups: $(BUILD)/huizong
	@$(PYTHON) tests/cuts/run --build $(BUILD) --compile '$(subst ','\'',$(CC) $(OWN_FLAGS) $(OPTIMIZE) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS))' \
		--libraries '$(LIBRARIES)' $(if $(ROWS),--rows $(ROWS))

install: $(BUILD)/huizong
	$(INSTALL) -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/huizong/templates"
	$(INSTALL) -m 755 $(BUILD)/huizong "$(DESTDIR)$(PREFIX)/bin/huizong"
	$(INSTALL) -m 644 templates/*.ini "$(DESTDIR)$(PREFIX)/share/huizong/templates/"
	$(INSTALL) -d $(foreach d,$(UNITDIR) $(SYSUSERSDIR) $(TMPFILESDIR) $(DOCDIR) $(SYSCONFDIR)/huizong,"$(DESTDIR)$(d)")
	$(INSTALL) -m 755 $(NIGHTLY) "$(DESTDIR)$(PREFIX)/bin/"
	$(INSTALL) -m 644 scripts/nightly/huizong.timer "$(DESTDIR)$(UNITDIR)/"
	$(call filled,huizong.service,$(UNITDIR)/huizong.service)
	$(call filled,huizong-mail@.service,$(UNITDIR)/huizong-mail@.service)
	$(call filled,huizong.cron,$(DOCDIR)/huizong.cron)
	$(INSTALL) -m 644 scripts/nightly/huizong.sysusers "$(DESTDIR)$(SYSUSERSDIR)/huizong.conf"
	$(INSTALL) -m 644 scripts/nightly/huizong.tmpfiles "$(DESTDIR)$(TMPFILESDIR)/huizong.conf"
	$(INSTALL) -m 644 scripts/nightly/huizong.logrotate scripts/nightly/huizong.conf docs/operations.md docs/operations.zh.md "$(DESTDIR)$(DOCDIR)/"
	[ -e "$(DESTDIR)$(SYSCONFDIR)/huizong/nightly.conf" ] || \
		$(INSTALL) -m 644 scripts/nightly/huizong.conf "$(DESTDIR)$(SYSCONFDIR)/huizong/nightly.conf"

# The templates of units name the program by its place.
filled = sed 's|@PREFIX@|$(PREFIX)|g' scripts/nightly/$1.in >"$(DESTDIR)$2" && chmod 644 "$(DESTDIR)$2"

# What people laid there or wrote themselves stays: profiles, the configuration, the ledger, all that was sent.
uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/huizong" "$(DESTDIR)$(PREFIX)/bin/huizong-nightly" "$(DESTDIR)$(PREFIX)/bin/huizong-mail"
	rm -f $(foreach u,huizong.service huizong-mail@.service huizong.timer,"$(DESTDIR)$(UNITDIR)/$u")
	rm -f "$(DESTDIR)$(SYSUSERSDIR)/huizong.conf" "$(DESTDIR)$(TMPFILESDIR)/huizong.conf"
	rm -f $(foreach f,huizong.cron huizong.logrotate huizong.conf operations.md operations.zh.md,"$(DESTDIR)$(DOCDIR)/$f")
	-rmdir "$(DESTDIR)$(DOCDIR)" 2>/dev/null
	if cmp -s scripts/nightly/huizong.conf "$(DESTDIR)$(SYSCONFDIR)/huizong/nightly.conf"; then \
		rm -f "$(DESTDIR)$(SYSCONFDIR)/huizong/nightly.conf"; rmdir "$(DESTDIR)$(SYSCONFDIR)/huizong" || true; fi
	for t in templates/*.ini; do rm -f "$(DESTDIR)$(PREFIX)/share/huizong/$$t"; done
	-rmdir "$(DESTDIR)$(PREFIX)/share/huizong/templates" "$(DESTDIR)$(PREFIX)/share/huizong" 2>/dev/null

clean:
	rm -rf $(BUILD)

# --- Checks -------------------------------------------------------------------

check: check-format check-layers check-prefixes check-rules check-neutral check-coverage check-clang check-cppcheck check-length check-shell

check-format:
	@$(CLANG_FORMAT) --dry-run -Werror $(FORMATTED)

check-layers:
	@sh scripts/check-layers

check-prefixes: $(OBJECTS)
	@sh scripts/check-prefixes . $(BUILD)/obj

check-rules:
	@$(PYTHON) scripts/check-rules

check-neutral:
	@$(PYTHON) -B scripts/check-neutral

check-coverage:
	@$(PYTHON) scripts/check-coverage

check-clang: $(EMBEDDED)
	@$(CLANG) -fsyntax-only $(OWN_FLAGS) $(MAIN) $(SOURCES)
	@$(CLANG) -fsyntax-only -x c $(OWN_FLAGS) -Wno-unused-function $(HEADERS) # each serves alone
	@$(if $(UNIT_SOURCES),$(CLANG) -fsyntax-only $(OWN_FLAGS) -Itests/unit $(UNIT_SOURCES))

check-cppcheck: $(EMBEDDED)
	@$(CPPCHECK) --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability \
		--inline-suppr --suppressions-list=scripts/cppcheck.txt --library=scripts/cppcheck.cfg -Isrc -I$(BUILD)/embedded $(MAIN) $(SOURCES)

check-length:
	@for f in $(FORMATTED); do n=$$(wc -l <$$f); \
		if [ $$n -gt 600 ]; then echo "$$f: $$n lines, more than 600" >&2; fi; done

check-shell:
	@for s in $(SCRIPTS) $(NIGHTLY); do sh -n $$s || exit 1; done
	@if command -v $(SHELLCHECK) >/dev/null; then $(SHELLCHECK) $(NIGHTLY); else echo '$(SHELLCHECK) is not installed' >&2; fi

.PHONY: all help demo test test-faults mutate agreement unit bench bench-large bench-nights bench-dups cut-dups install uninstall clean check check-format check-layers check-prefixes \
	check-rules check-neutral check-coverage check-clang check-cppcheck check-length check-shell FORCE
.DELETE_ON_ERROR:

-include $(OBJECTS:.o=.d) $(ASAN_OBJECTS:.o=.d) $(BUILD)/obj/main.d $(BUILD)/asan/main.d $(UNIT_TESTS:=.d)
