/* A small notice that the tests of profiles change line by line. Included behind cmocka.h. */
#ifndef TESTS_SMALL_NOTICE_H
#define TESTS_SMALL_NOTICE_H

#include "base/buf.h"
#include "profile/load.h"
#include "profile/show.h"

/* A small notice without a mistake. The cases change one line of it. */
static const char *const small_notice[] = {
	/*  1 */ "# 说明",
	/*  2 */ "[通知]",
	/*  3 */ "编号 = test-2024-1",
	/*  4 */ "汇总表标题 = 汇总表",
	/*  5 */ "市级截止 = 2024-02-29 17:00",
	/*  6 */ "上报上限 = 10",
	/*  7 */ "[列]",
	/*  8 */ "项目名称 = 文本, 必填, 项目",
	/*  9 */ "申报单位 = 单位, 必填, 企业名称",
	/* 10 */ "申报方向 = 方向, 选填",
	/* 11 */ "[方向]",
	/* 12 */ "贯标 = 两化; 1 供应链; 2 全生命周期",
	/* 13 */ "平台 = 双跨; 3 跨行业",
	/* 14 */ "[配额]",
	/* 15 */ "大市 = 3, 广州市, 深圳市",
	/* 16 */ "其他 = 1, 佛山市",
	/* 17 */ "[地市别名]",
	/* 18 */ "佛山市 = 顺德区",
	/* 19 */ "[规则]",
	/* 20 */ "超配额 = 错误",
	/* 21 */ "方向超过上限 = 错误, 2",
	/* 22 */ "[名单]",
	/* 23 */ "收件登记 =",
	/* 24 */ "[份数]",
	/* 25 */ "报省 = 3, 6",
	/* 26 */ "[版式]",
	/* 27 */ "标题字体 = 黑体, 22",
	/* 28 */ "纸张 = A4 横向",
};

/* The small notice with line `line` (from 1) replaced by `text`; NULL leaves the line out. */
static inline void notice_with(struct buf *out, uint32_t line, const char *text)
{
	for (uint32_t i = 0; i < ARRAY_COUNT(small_notice); i++) {
		const char *used = i + 1 == line ? text : small_notice[i];

		if (used)
			buf_printf(out, "%s\n", used);
	}
}

static inline const struct profile *load(struct arena *arena, struct str text, struct load_mistakes *mistakes)
{
	return load_profile(arena, str_bytes(text), mistakes);
}

static inline void print_mistakes(const struct load_mistakes *mistakes)
{
	for (uint32_t i = 0; i < mistakes->count && i < 5; i++) {
		const struct load_mistake *m = &mistakes->item[i];
		struct buf text = { 0 };

		say_sentence(&text, LANG_ZH, m->say, m->arg_count, m->arg, NULL);
		print_message("    %u:%u %.*s\n", m->line, m->col, STR_ARG(buf_str(&text)));
		buf_release(&text);
	}
}

static inline bool no_file(void *user, struct str path)
{
	(void)user;
	(void)path;
	return false;
}

/* What show_profile says of the bytes. */
static inline void shown(struct buf *out, struct str bytes)
{
	struct arena arena = { 0 };
	struct load_mistakes mistakes;
	const struct profile *p = load(&arena, bytes, &mistakes);

	print_mistakes(&mistakes);
	assert_non_null(p);
	show_profile(out, p, LANG_ZH, no_file, NULL);
	arena_release(&arena);
}

#endif
