# huizong: make, make test, make check, make demo, make bench, make install PREFIX= DESTDIR=, make clean.

PREFIX ?= /usr/local
BUILD ?= build
CC ?= cc
PYTHON ?= /usr/bin/python3
PACKAGES := xlsxwriter freexl libzip expat libutf8proc nettle yajl

VERSION := 0.1.0
OPTIMIZE ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wvla -Wconversion -Werror
HARDENING ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong
# -isystem: warnings in other people's headers are not ours to mend.
LIBRARY_FLAGS := $(subst -I/,-isystem /,$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null))
LIBRARIES := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null || echo -lxlsxwriter -lfreexl -lzip -lexpat -lutf8proc -lnettle -lyajl) -lm
OWN_FLAGS := -std=c17 -D_GNU_SOURCE -DHUIZONG_VERSION='"$(VERSION)"' -Isrc $(LIBRARY_FLAGS) $(WARNINGS)

SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

SOURCES := $(sort $(wildcard src/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/obj/%.o)
ASAN_OBJECTS := $(SOURCES:src/%.c=$(BUILD)/asan/%.o)
UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c))
UNIT_TESTS := $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/tests/%)

all: $(BUILD)/huizong

$(BUILD)/huizong: $(BUILD)/obj/main.o $(BUILD)/libhuizong.a
	$(CC) $(OPTIMIZE) $(LDFLAGS) -o $@ $^ $(LIBRARIES)

$(BUILD)/huizong-asan: $(BUILD)/asan/main.o $(BUILD)/libhuizong-asan.a
	$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LIBRARIES)

$(BUILD)/libhuizong.a: $(OBJECTS)
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/libhuizong-asan.a: $(ASAN_OBJECTS)
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/obj/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(OWN_FLAGS) $(OPTIMIZE) $(HARDENING) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/asan/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(OWN_FLAGS) -O1 -g $(SANITIZE) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libhuizong-asan.a Makefile
	@mkdir -p $(@D)
	$(CC) $(OWN_FLAGS) -Itests/unit -O1 -g $(SANITIZE) -MMD -MP -o $@ $< $(BUILD)/libhuizong-asan.a $(LIBRARIES) -lcmocka

unit: $(UNIT_TESTS)
	@set -e; for t in $(UNIT_TESTS); do $$t; done

clean:
	rm -rf $(BUILD)

.PHONY: all unit clean
.SECONDARY:

-include $(OBJECTS:.o=.d) $(ASAN_OBJECTS:.o=.d) $(BUILD)/obj/main.d $(UNIT_TESTS:=.d)
