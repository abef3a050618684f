#include "read/xlsx_strings.h"

#include "decode/xml.h"

struct reading {
	struct xlsx_strings *strings;
	struct arena *arena;
	struct xlsx_text text;
	bool inside; /* within <si> */
};

static void start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct reading *reading = user;

	(void)xml;
	if (reading->inside) {
		xlsx_text_start(&reading->text, name, attribute);
	} else if (str_eq(name, STR("si"))) {
		reading->inside = true;
		xlsx_text_begin(&reading->text);
	}
}

static void end(void *user, struct xml *xml, struct str name)
{
	struct reading *reading = user;
	struct xlsx_string *string;

	if (!reading->inside)
		return;
	if (!str_eq(name, STR("si"))) {
		xlsx_text_end(&reading->text, name);
		if (reading->text.text.len > XML_TEXT)
			xml_stop(xml, SAY_WHY_TOO_LARGE);
		return;
	}
	reading->inside = false;
	if (reading->strings->list.count == XLSX_STRINGS) {
		xml_stop(xml, SAY_WHY_TOO_LARGE);
		return;
	}
	string = LIST_ADD(&reading->strings->list);
	string->text = arena_copy(reading->arena, xlsx_text_done(&reading->text));
	string->strike = xlsx_text_strike(&reading->text);
	string->halved = reading->text.halved;
}

static void text(void *user, struct str piece)
{
	struct reading *reading = user;

	xlsx_text_add(&reading->text, piece);
}

enum say xlsx_strings_read(struct xlsx_strings *strings, struct zip_package *package, size_t index, struct arena *arena)
{
	struct reading reading = { .strings = strings, .arena = arena };
	struct xml_handler handler = { .user = &reading, .start = start, .end = end, .text = text };
	enum say why = xml_read(package, index, &handler);

	strings->present = true;
	buf_release(&reading.text.text);
	return why;
}

void xlsx_strings_release(struct xlsx_strings *strings)
{
	free(strings->list.item);
	*strings = (struct xlsx_strings){ 0 };
}
