/* input.unsupported: a file that cannot be read but is named like a table, or is all that its region sent. */
#include "base/path.h"
#include "rules/rule.h"

/* Words in the name of a file that is meant as a table. */
static const struct str table_words[] = { STR_INIT("汇总"), STR_INIT("报送表"), STR_INIT("推荐表") };

/* By its own name: the folder that all came in is often called 汇总, too. */
static bool named_like_table(const struct run *run, const struct source *source)
{
	struct str name = path_name(source->path);

	for (size_t i = 0; i < ARRAY_COUNT(table_words); i++)
		if (str_has(name, table_words[i]))
			return true;
	return (run->profile->table_title.len && str_has(name, run->profile->table_title)) ||
	       (run->profile->title.len && str_has(name, run->profile->title));
}

static bool is_all_its_region_sent(const struct run *run, const struct source *source)
{
	if (source->region == REGION_NONE || run->regions[source->region].count > 0)
		return false;
	for (uint32_t i = 0; i < run->sources.count; i++)
		if (run->sources.item[i].region == source->region && run->sources.item[i].status == SOURCE_FAILED)
			return false; /* that one is found already */
	return true;
}

/* What to do about a kind of content (read/reader.c names them); of all others an .xlsx can be saved. */
static const struct {
	struct str kind;
	enum say say;
} advice[] = {
	{ STR_INIT("DOC / WPS"), SAY_UNSUPPORTED_TEXT }, { STR_INIT("RTF"), SAY_UNSUPPORTED_TEXT },
	{ STR_INIT("PDF"), SAY_UNSUPPORTED_PICTURE },	 { STR_INIT("OFD"), SAY_UNSUPPORTED_PICTURE },
	{ STR_INIT("PNG"), SAY_UNSUPPORTED_PICTURE },	 { STR_INIT("JPEG"), SAY_UNSUPPORTED_PICTURE },
	{ STR_INIT("GIF"), SAY_UNSUPPORTED_PICTURE },	 { STR_INIT("BMP"), SAY_UNSUPPORTED_PICTURE },
	{ STR_INIT("TIFF"), SAY_UNSUPPORTED_PICTURE },	 { STR_INIT("HEIC"), SAY_UNSUPPORTED_PICTURE },
	{ STR_INIT("RIFF"), SAY_UNSUPPORTED_PICTURE },	 { STR_INIT("MP4"), SAY_UNSUPPORTED_PICTURE },
};

void inputs_report_unsupported(const struct run *run, uint32_t index, const struct diag_sink *diag)
{
	const struct source *source = &run->sources.item[index];
	enum say say = SAY_UNSUPPORTED;

	for (size_t i = 0; i < ARRAY_COUNT(advice); i++)
		if (str_eq(source->kind, advice[i].kind))
			say = advice[i].say;
	diag_add(diag, say, (struct where){ .source = index + 1 }, 1, (struct arg[]){ DIAG_TEXT(source->kind) });
}

void inputs_check_run(struct run *run, const struct diag_sink *diag)
{
	for (uint32_t i = 0; i < run->sources.count; i++) {
		const struct source *source = &run->sources.item[i];

		if (source->reason != REASON_UNSUPPORTED)
			continue;
		if (named_like_table(run, source) || is_all_its_region_sent(run, source))
			inputs_report_unsupported(run, i, diag);
	}
}
