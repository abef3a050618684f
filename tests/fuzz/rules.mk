# Fuzz targets: each is a file of tests/fuzz, those of a reader with the reader's name behind.
# Compiled by clang with libFuzzer for `make fuzz`, and with replay.c for `make test`.

FUZZ_READERS := reader-xls reader-csv reader-html reader-xml2003 reader-ods
FUZZ_PACKAGES := package-xlsx package-ods package-docx
FUZZ_OTHERS := archive encrypted detect text profile message collect
FUZZ_NAMES := $(FUZZ_READERS) $(FUZZ_PACKAGES) $(FUZZ_OTHERS)
FUZZ_OBJECTS := $(SOURCES:src/%.c=$(BUILD)/fuzz-obj/%.o)
FUZZ_CLANG ?= clang
FUZZ_FLAGS := -std=c17 -D_GNU_SOURCE -DHUIZONG_VERSION='"$(VERSION)"' -Isrc -I$(BUILD)/embedded $(LIBRARY_FLAGS) -O1 -g \
	-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
SECONDS ?= 60

fuzz-source = tests/fuzz/$(firstword $(subst -, ,$(1))).c
fuzz-define = $(if $(findstring -,$(1)),-DREADER=$(lastword $(subst -, ,$(1)))_reader)

$(BUILD)/fuzz-obj/%.o: src/%.c Makefile tests/fuzz/rules.mk
	@mkdir -p $(@D)
	$(call say,fuzz)
	$(Q)$(FUZZ_CC) $(FUZZ_CLANG) $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link -MMD -MP -c -o $@ $<

$(BUILD)/fuzz-obj/output/page_head.o: $(EMBEDDED)

$(BUILD)/libhuizong-fuzz.a: $(FUZZ_OBJECTS) $(BUILD)/sources
	$(Q)rm -f $@ && $(AR) rcs $@ $(FUZZ_OBJECTS)

$(FUZZ_NAMES:%=$(BUILD)/fuzz/%): $(BUILD)/fuzz/%: $(BUILD)/libhuizong-fuzz.a $(wildcard tests/fuzz/*.[ch])
	@mkdir -p $(@D)
	$(call say,link)
	$(Q)$(FUZZ_CLANG) $(FUZZ_FLAGS) -Itests/unit -fsanitize=fuzzer $(call fuzz-define,$*) -o $@ \
		$(call fuzz-source,$*) $(BUILD)/libhuizong-fuzz.a $(LIBRARIES)

$(FUZZ_NAMES:%=$(BUILD)/replay/%): $(BUILD)/replay/%: $(BUILD)/libhuizong-asan.a $(wildcard tests/fuzz/*.[ch])
	@mkdir -p $(@D)
	$(call say,link)
	$(Q)$(CC) $(OWN_FLAGS) -Itests/unit -O1 -g $(SANITIZE) $(call fuzz-define,$*) -o $@ tests/fuzz/replay.c \
		$(call fuzz-source,$*) $(BUILD)/libhuizong-asan.a $(LIBRARIES)

# What workers answer, for the collector's seeds.
$(BUILD)/streams: tests/fuzz/streams.c $(BUILD)/libhuizong-asan.a
	$(call say,link)
	$(Q)$(CC) $(OWN_FLAGS) -Itests/unit -O1 -g $(SANITIZE) -o $@ $< $(BUILD)/libhuizong-asan.a $(LIBRARIES)

fuzz-targets: $(BUILD)/streams $(FUZZ_NAMES:%=$(BUILD)/fuzz/%)
replay-targets: $(FUZZ_NAMES:%=$(BUILD)/replay/%)

# Each target for so many seconds, from the seeds of samples/ and of ../shared/corpus where that is; what is found
# lies in $(BUILD)/fuzz/found and belongs into tests/fuzz/found once it is understood.
fuzz: fuzz-targets
	@$(PYTHON) tests/fuzz/run --build $(BUILD) --seconds $(SECONDS) $(if $(ONLY),--only $(ONLY))

.PHONY: fuzz fuzz-targets replay-targets
