#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "text/moment.h"

static void moments(void **state)
{
	static const struct {
		struct str written;
		const char *shown; /* NULL: no point in time */
	} cases[] = {
		{ STR_INIT("2020-11-13"), "2020-11-13" },
		{ STR_INIT("2020-11-13 17:00"), "2020-11-13 17:00" },
		{ STR_INIT("2020-11-13 17:00:00"), "2020-11-13 17:00" },
		{ STR_INIT("2020-11-13 17:00:01"), "2020-11-13 17:00:01" },
		{ STR_INIT("2020-11-13T17:00:00.5"), "2020-11-13 17:00:00.500" },
		{ STR_INIT("2020/11/13 17:00:00"), "2020-11-13 17:00" },
		{ STR_INIT("2020/1/3 9:05"), "2020-01-03 09:05" },
		{ STR_INIT("2020.11.13 9:05"), "2020-11-13 09:05" },
		{ STR_INIT("20201113 17:00"), "2020-11-13 17:00" },
		{ STR_INIT("2020年11月13日17时"), "2020-11-13 17:00" },
		{ STR_INIT("2020年11月13日"), "2020-11-13" },
		{ STR_INIT("2020年11月13号下午5点半"), "2020-11-13 17:30" },
		{ STR_INIT("2020年11月13日下午5:00"), "2020-11-13 17:00" },
		{ STR_INIT("2020 年 11 月 13 日 下午 17：00"), "2020-11-13 17:00" },
		{ STR_INIT("２０２０年１１月１３日１６时５９分"), "2020-11-13 16:59" },
		{ STR_INIT("2020年11月13日（星期五）16点05分20秒"), "2020-11-13 16:05:20" },
		{ STR_INIT("2020-11-13 周五 上午9点整"), "2020-11-13 09:00" },
		{ STR_INIT("2020-11-13 5:00 PM"), "2020-11-13 17:00" },
		{ STR_INIT("2020-11-13 12:30 am"), "2020-11-13 00:30" },
		{ STR_INIT("2020-11-13 中午12:30"), "2020-11-13 12:30" },
		{ STR_INIT("2020-11-13 中午1点"), "2020-11-13 13:00" },
		{ STR_INIT("2020-11-13 晚上8点"), "2020-11-13 20:00" },
		{ STR_INIT("2020-11-13 晚上12点"), "2020-11-14 00:00" },
		{ STR_INIT("2020-11-13 凌晨2:00"), "2020-11-13 02:00" },
		{ STR_INIT("2020-11-13 17:00 北京时间"), "2020-11-13 17:00" },
		/* the end of a day, and its beginning, which says no time */
		{ STR_INIT("2020-11-13 24:00"), "2020-11-14 00:00" },
		{ STR_INIT("2020-11-13 24:00:00"), "2020-11-14 00:00" },
		{ STR_INIT("2020-11-13 24:01"), NULL },
		{ STR_INIT("2020-11-13 00:00:00"), "2020-11-13" },
		{ STR_INIT("2020-11-13T00:00:00"), "2020-11-13" },
		/* other zones */
		{ STR_INIT("2020-11-13T09:00:00Z"), "2020-11-13 17:00" },
		{ STR_INIT("2020-11-13T09:00:01.000+00:00"), "2020-11-13 17:00:01" },
		{ STR_INIT("2020-11-13T17:00:00+0800"), "2020-11-13 17:00" },
		{ STR_INIT("2020-11-13T04:00-05:00"), "2020-11-13 17:00" },
		{ STR_INIT("2020-11-12T16:00:00Z"), "2020-11-13 00:00" },
		{ STR_INIT("2020-11-13T09:00+15:00"), NULL },
		{ STR_INIT("2020-11-13 09:00-10:00"), NULL },
		/* leap days and seconds */
		{ STR_INIT("2020-02-29 10:00"), "2020-02-29 10:00" },
		{ STR_INIT("2019-02-29 10:00"), NULL },
		{ STR_INIT("2020-11-13 16:59:60"), NULL },
		{ STR_INIT("1900-02-29 10:00"), NULL },
		{ STR_INIT("1900-01-13 10:00"), "1900-01-13 10:00" },
		/* what contradicts itself */
		{ STR_INIT("2020-11-13 上午17:00"), NULL },
		{ STR_INIT("2020-11-13 下午0:30"), NULL },
		{ STR_INIT("2020-11-13 下午5:00 PM"), NULL },
		{ STR_INIT("2020-11-13 晚上3点"), NULL },
		{ STR_INIT("2020-11-13 25:00"), NULL },
		{ STR_INIT("2020-11-13 16:60"), NULL },
		/* what says too little, or more */
		{ STR_INIT("11月13日 17:00"), NULL },
		{ STR_INIT("11-13 17:00"), NULL },
		{ STR_INIT("20-11-13"), NULL },
		{ STR_INIT("17:00"), NULL },
		{ STR_INIT("44148.708333"), NULL },
		{ STR_INIT("2020年11月"), NULL },
		{ STR_INIT("2020-11-13 17:00前"), NULL },
		{ STR_INIT("约2020-11-13 17:00"), NULL },
		{ STR_INIT("2020-11-13 17"), NULL },
		{ STR_INIT("2020-11-13、2020-11-16"), NULL },
		{ STR_INIT("已送达"), NULL },
		{ STR_INIT(""), NULL },
		{ STR_INIT("202011130"), NULL },
		{ STR_INIT("2020-13-01"), NULL },
		{ STR_INIT("2020-11-131"), NULL },
	};
	struct arena arena = { 0 };
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct moment moment;
		bool is = moment_parse(&arena, cases[i].written, &moment);

		buf_clear(&out);
		if (is)
			moment_text(&out, moment);
		if (is != (cases[i].shown != NULL) || (is && !str_eq(buf_str(&out), str_from(cases[i].shown))))
			fail_msg("%.*s: %.*s", STR_ARG(cases[i].written), STR_ARG(buf_str(&out)));
	}
	buf_release(&out);
	arena_release(&arena);
}

static void times_alone(void **state)
{
	static const struct {
		struct str written;
		int64_t ms; /* -1: none */
	} cases[] = {
		{ STR_INIT("17:00"), 61200000 },
		{ STR_INIT("下午5点"), 61200000 },
		{ STR_INIT("17:00:00.250"), 61200250 },
		{ STR_INIT("24:00"), MOMENT_DAY },
		{ STR_INIT("00:00"), 0 },
		{ STR_INIT("17"), -1 },
		{ STR_INIT("2020-11-13"), -1 },
		{ STR_INIT(""), -1 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		int64_t ms = -1;

		if (!moment_parse_time(&arena, cases[i].written, &ms))
			ms = -1;
		if (ms != cases[i].ms)
			fail_msg("%.*s: %lld", STR_ARG(cases[i].written), (long long)ms);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(moments), cmocka_unit_test(times_alone) };

	return cmocka_run_group_tests_name("moment", tests, NULL, NULL);
}
