#include "app/summary_changes.h"

#include "base/log.h"
#include "output/changed.h"

static void add_line(struct buf *out, enum log_level level, struct buf *line)
{
	struct buf escaped = { 0 };

	say_escaped(&escaped, buf_str(line));
	log_add(out, level, buf_str(&escaped));
	buf_release(&escaped);
	buf_clear(line);
}

static void add_part(struct buf *line, struct str before, struct str text)
{
	if (text.len == 0)
		return;
	buf_add(line, before);
	buf_add(line, text);
}

/* "记录 改动 广州市 一号项目 …：联系人 张三 → 李四 (汇总.csv 汇总 4)": a line, whatever its texts hold. */
static void add_row(struct buf *out, struct buf *line, enum lang lang, enum changed_group group,
		    const struct changed_row *row)
{
	bool is_input = changed_is_of(group) == NIGHT_INPUT;

	buf_add(line, say_word(lang, changed_kind(group)));
	add_part(line, STR(" "), say_word(lang, changed_word(group)));
	add_part(line, STR(" "), row->region);
	add_part(line, STR(" "), is_input ? row->path : row->what);
	add_part(line, STR(" "), row->column);
	buf_add(line, say_word(lang, SAY_CHANGED_COLON));
	buf_add(line, row->before);
	buf_add(line, row->before.len && row->after.len ? STR(" → ") : STR(""));
	buf_add(line, row->after);
	if (!is_input && row->path.len) {
		add_part(line, STR(" ["), row->path);
		add_part(line, STR(" "), row->sheet);
		add_part(line, STR(" "), row->at);
		buf_add_char(line, ']');
	}
	add_line(out, LEVEL_DEBUG, line);
}

static void add_change(struct buf *out, struct buf *line, enum lang lang, const struct changed *changed,
		       enum changed_group group, const struct change *change)
{
	uint32_t count = changed_rows(group, change);
	struct arena scratch = { 0 };
	struct changed_row row;

	for (uint32_t i = 0; i < count; i++) {
		changed_row(&scratch, lang, changed, group, change, i, &row);
		add_row(out, line, lang, group, &row);
	}
	arena_release(&scratch);
}

static void add_all(struct buf *out, struct buf *line, enum lang lang, const struct changed *changed)
{
	for (enum changed_group group = 0; group < CHANGED_GROUPS; group++)
		for (uint32_t i = 0; i < changed->group[group].count; i++)
			add_change(out, line, lang, changed, group, changed->group[group].item[i]);
}

static void add_counts(struct buf *out, struct buf *line, enum lang lang, const struct changed *changed)
{
	enum say before = SAY_CHANGED_BEGIN;

	changed_say_since(line, lang, changed);
	for (enum night_kind kind = 0; changed_any(changed) && kind <= NIGHT_FINDING; kind++) {
		struct buf counts = { 0 };

		if (changed_say_counts(&counts, lang, changed, kind)) {
			buf_add(line, say_word(lang, before));
			buf_add(line, buf_str(&counts));
			before = SAY_CHANGED_PART;
		}
		buf_release(&counts);
	}
	add_line(out, LEVEL_NOTICE, line);
}

void summary_changes_add(struct buf *out, const struct run *run, const struct options *options)
{
	struct arena arena = { 0 };
	struct buf line = { 0 };
	struct changed changed;

	if (!run->changes)
		return;
	changed_make(&arena, run, &changed);
	add_counts(out, &line, options->terminal, &changed);
	if (options->verbose && changed_any(&changed))
		add_all(out, &line, options->terminal, &changed);
	changed_release(&changed);
	buf_release(&line);
	arena_release(&arena);
}
