#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <time.h>

#include "base/buf.h"
#include "text/contact.h"

/* The items of a cell in one line: M mobile, P phone, E e-mail, p bad phone, e bad e-mail, R rest. */
static void put_items(struct buf *out, struct contact_list list)
{
	static const char letters[] = { 'M', 'P', 'E', 'p', 'e', 'R' };

	buf_clear(out);
	for (uint32_t i = 0; i < list.count; i++)
		buf_printf(out, "%s%c %.*s", i ? " | " : "", letters[list.item[i].kind], STR_ARG(list.item[i].value));
}

struct contact_case {
	struct str shown, items;
};

static void check(const struct contact_case *cases, size_t count)
{
	struct arena arena = { 0 };
	struct buf out = { 0 };
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		put_items(&out, contact_parse(&arena, cases[i].shown));
		if (!str_eq(buf_str(&out), cases[i].items)) {
			print_error("[%.*s] gives [%.*s] not [%.*s]\n", STR_ARG(cases[i].shown), STR_ARG(buf_str(&out)),
				    STR_ARG(cases[i].items));
			wrong++;
		}
	}
	buf_release(&out);
	arena_release(&arena);
	assert_int_equal(wrong, 0);
}

#define CASE(shown, items)                                                                                             \
	{                                                                                                              \
		STR_INIT(shown), STR_INIT(items)                                                                       \
	}

static void mobiles_are_eleven_digits(void **state)
{
	static const struct contact_case cases[] = {
		CASE("", ""),
		CASE("13800138000", "M 13800138000"),
		CASE("１３８００１３８０００", "M 13800138000"),
		CASE("138-0013-8000", "M 13800138000"),
		CASE("138 0013 8000", "M 13800138000"),
		CASE("138—0013—8000", "M 13800138000"),
		CASE("138.0013.8000", "M 13800138000"),
		CASE("+8613800138000", "M 13800138000"),
		CASE("+86 138 0013 8000", "M 13800138000"),
		CASE("8613800138000", "M 13800138000"),
		CASE("86-13800138000", "M 13800138000"),
		CASE("(+86)13800138000", "M 13800138000"),
		CASE("（86）13800138000", "M 13800138000"),
		CASE("008613800138000", "M 13800138000"),
		CASE("手机：13800138000", "M 13800138000"),
		CASE("手机号码13800138000", "M 13800138000"),
		CASE("Mobile: 13800138000", "M 13800138000"),
		CASE("（手机）13800138000", "M 13800138000"),
		CASE("手机/微信：13800138000", "M 13800138000"),
		CASE("13800138000、13900139000", "M 13800138000 | M 13900139000"),
		CASE("13800138000/13900139000", "M 13800138000 | M 13900139000"),
		CASE("13800138000 13900139000", "M 13800138000 | M 13900139000"),
		CASE("13800138000\n13900139000", "M 13800138000 | M 13900139000"),
		CASE("手机1：13800138000 手机2：13900139000", "M 13800138000 | M 13900139000"),
		CASE("1.13800138000 2.13900139000", "M 13800138000 | M 13900139000"),
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void other_numbers_are_valid_but_no_mobiles(void **state)
{
	static const struct contact_case cases[] = {
		CASE("020-83133376", "P 020-83133376"),
		CASE("(020)83133376", "P 020-83133376"),
		CASE("（020）83133376", "P 020-83133376"),
		CASE("020 83133376", "P 020-83133376"),
		CASE("02083133376", "P 020-83133376"),
		CASE("010—68208278", "P 010-68208278"),
		CASE("020-8313 3376", "P 020-83133376"),
		CASE("+86-20-83133376", "P 020-83133376"),
		CASE("+86 020 83133376", "P 020-83133376"),
		CASE("020 83133376转8001", "P 020-83133376-8001"),
		CASE("020-83133376 转 8001", "P 020-83133376-8001"),
		CASE("020-83133376 ext. 12", "P 020-83133376-12"),
		CASE("0755-12345678-801", "P 0755-12345678-801"),
		CASE("0668-2345678", "P 0668-2345678"),
		CASE("06682345678", "P 0668-2345678"),
		CASE("83133376", "P 83133376"),
		CASE("8313-3376", "P 83133376"),
		CASE("电话83133376转8001", "P 83133376-8001"),
		CASE("400-830-1234", "P 4008301234"),
		CASE("4008301234", "P 4008301234"),
		CASE("8008301234", "P 8008301234"),
		CASE("+852 2345 6789", "P +852-23456789"),
		CASE("0085223456789", "P +852-23456789"),
		CASE("+85223456789", "P +852-23456789"),
		CASE("+853-66123456", "P +853-66123456"),
		CASE("020-83133376、83133375", "P 020-83133376 | P 83133375"),
		CASE("020-83133376-83133375", "P 020-83133376 | P 83133375"),
		CASE("0755-12345678-801/13800138000", "P 0755-12345678-801 | M 13800138000"),
		CASE("13800138000 020-83133376", "M 13800138000 | P 020-83133376"),
		CASE("电话/Tel：020-83133376", "P 020-83133376"),
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void wrong_numbers_are_kept_as_wrong(void **state)
{
	static const struct contact_case cases[] = {
		CASE("1380013800", "p 1380013800"),
		CASE("138001380001", "p 138001380001"),
		CASE("12800138000", "p 12800138000"),
		CASE("1.38E+10", "p 1.38E+10"),
		CASE("1.38001E+10", "p 1.38001E+10"),
		CASE("1380013800o", "p 1380013800o"),
		CASE("l3800138000", "p l3800138000"),
		CASE("138oo138000", "p 138oo138000"),
		CASE("13,800,138,000", "p 13,800,138,000"),
		CASE("440101199001011234", "p 440101199001011234"),
		CASE("44010119900101123X", "p 44010119900101123X"),
		CASE("138-0013-80001", "p 138-0013-80001"),
		CASE("01283133376", "p 01283133376"),
		CASE("020-1234567", "p 020-1234567"),
		CASE("1 3800138000", "p 1 3800138000"),
		CASE("1380013800013900139000", "p 1380013800013900139000"),
		CASE("12345", "p 12345"),
		CASE("1380013800、13900139000", "p 1380013800 | M 13900139000"),
		CASE("1380013800 13900139000", "p 1380013800 | M 13900139000"),
		CASE("+49 89 636 48018", "p +49 89 636 48018"),
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void mails(void **state)
{
	static const struct contact_case cases[] = {
		CASE("a@b.cn", "E a@b.cn"),
		CASE("Zhang.San@Example.COM", "E Zhang.San@example.com"),
		CASE("ａ＠ｂ．ｃｎ", "E a@b.cn"),
		CASE("a @ b.cn", "E a@b.cn"),
		CASE("<a@b.cn>", "E a@b.cn"),
		CASE("张三<a@b.cn>", "R 张三 | E a@b.cn"),
		CASE("mailto:a@b.cn", "E a@b.cn"),
		CASE("邮箱：a@b.cn", "E a@b.cn"),
		CASE("邮 箱：miitxrs@163.com", "E miitxrs@163.com"),
		CASE("E-mail:a@b.cn", "E a@b.cn"),
		CASE("Email a@b.cn", "E a@b.cn"),
		CASE("QQ邮箱：123@qq.com", "E 123@qq.com"),
		CASE("QQ：123@qq.com", "E 123@qq.com"),
		CASE("mail@b.cn", "E mail@b.cn"),
		CASE("mail55@b.cn", "E mail55@b.cn"),
		CASE("email_zhang@b.cn", "E email_zhang@b.cn"),
		CASE("e-mail-x@b.cn", "E e-mail-x@b.cn"),
		CASE("tel.office@b.cn", "E tel.office@b.cn"),
		CASE("wxzhang@b.cn", "E wxzhang@b.cn"),
		CASE("fax@b.cn", "E fax@b.cn"),
		CASE("QQ123456@qq.com", "E QQ123456@qq.com"),
		CASE("邮箱abc@b.cn", "E abc@b.cn"),
		CASE("email:mail55@b.cn", "E mail55@b.cn"),
		CASE("13800138000 mail55@b.cn", "M 13800138000 | E mail55@b.cn"),
		CASE("a@b.cn。", "E a@b.cn"),
		CASE("a@b.cn.", "E a@b.cn"),
		CASE("a@b.cn;c@d.com.cn", "E a@b.cn | E c@d.com.cn"),
		CASE("a@b.cn c@d.cn", "E a@b.cn | E c@d.cn"),
		CASE("a@b.cn、c@d.cn", "E a@b.cn | E c@d.cn"),
		CASE("13800138000@163.com", "E 13800138000@163.com"),
		CASE("zhang_san-1@mail.b-c.cn", "E zhang_san-1@mail.b-c.cn"),
		CASE("a＠b。com", "e a@b。com"),
		CASE("a@b", "e a@b"),
		CASE("a@@b.cn", "e a@@b.cn"),
		CASE("a@b@c.cn", "e a@b@c.cn"),
		CASE("zhang san@163.com", "e zhang san@163.com"),
		CASE("a@163. com", "e a@163. com"),
		CASE("a@163 .com", "e a@163 .com"),
		/* Meant as an address, without its @. */
		CASE("zhang.example.com", "e zhang.example.com"),
		CASE("13800138000 zhangqq.com", "M 13800138000 | e zhangqq.com"),
		CASE("zhang#qq.com；13800138000", "e zhang#qq.com | M 13800138000"),
		CASE("邮箱：zhangqq.com", "e zhangqq.com"),
		CASE("www.example.com", "R www.example.com"),
		CASE("http://example.com/a", "R http | R example.com | R a"),
		CASE("Zhang San", "R Zhang San"),
		CASE("zhang.com13800138000", "e zhang.com | M 13800138000"),
		CASE("a@163,com", "e a@163,com"),
		CASE("a.@b.cn", "e a.@b.cn"),
		CASE("a..b@c.cn", "e a..b@c.cn"),
		CASE("a@-b.cn", "e a@-b.cn"),
		CASE("a@b..cn", "e a@b..cn"),
		CASE("张三@b.cn", "e 张三@b.cn"),
		CASE("a@公司", "e a@公司"),
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void cells_hold_several_things(void **state)
{
	static const struct contact_case cases[] = {
		CASE("13800138000a@b.cn", "M 13800138000 | E a@b.cn"),
		CASE("a@b.cn13800138000", "E a@b.cn | M 13800138000"),
		CASE("13800138000 a@b.cn", "M 13800138000 | E a@b.cn"),
		CASE("13800138000\na@b.cn", "M 13800138000 | E a@b.cn"),
		CASE("13800138000，a@b.cn", "M 13800138000 | E a@b.cn"),
		CASE("13800138000 - a@b.cn", "M 13800138000 | E a@b.cn"),
		CASE("手机：13800138000 邮箱：a@b.cn", "M 13800138000 | E a@b.cn"),
		CASE("张三13800138000", "R 张三 | M 13800138000"),
		CASE("张三：13800138000；李四：13900139000", "R 张三 | M 13800138000 | R 李四 | M 13900139000"),
		CASE("谢学科 010—68208278 宋颖昌 010—68200536",
		     "R 谢学科 | P 010-68208278 | R 宋颖昌 | P 010-68200536"),
		CASE("13800138000（微信同号）", "M 13800138000 | R 微信同号"),
		CASE("QQ:12345678", "R QQ:12345678"),
		CASE("QQ：83133376", "R QQ：83133376"),
		CASE("13800138000 QQ12345678", "M 13800138000 | R QQ12345678"),
		CASE("传真：020-83133376", "R 传真：020-83133376"),
		CASE("无", "R 无"),
		CASE("Zhang San", "R Zhang San"),
		CASE("电话局", "R 电话局"),
		CASE("—", ""),
		CASE("手机：", ""),
		CASE("100号 511室", "R 100号 511室"),
		CASE("@", ""),
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void what_was_written_is_kept(void **state)
{
	struct arena arena = { 0 };
	struct contact_list list = contact_parse(&arena, STR("手机：１３８ 0013-8000；Ａ＠B.CN"));

	(void)state;
	assert_int_equal(list.count, 2);
	assert_true(str_eq(list.item[0].written, STR("１３８ 0013-8000")));
	assert_true(str_eq(list.item[1].written, STR("Ａ＠B.CN")));
	arena_release(&arena);
}

static void a_long_cell_takes_no_time(void **state)
{
	static const char *const parts[] = { "1",    "1 ",
					     "1-",   "13800138000 ",
					     "a",    "1a",
					     "1o",   "@",
					     "@ ",   "a@",
					     "a ",   "(",
					     "(1",   "电话",
					     "QQ",   "微信 ",
					     "138",  "1,000",
					     "a@b.", " ",
					     "+1-",  "020-8313 3376 ",
					     "x",    "83133376 转 ",
					     "1.",   "o1" };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
		struct buf buf = { 0 };
		clock_t before;

		while (buf.len < 128 * 1024)
			buf_add(&buf, str_from(parts[i]));
		before = clock();
		contact_parse(&arena, buf_str(&buf));
		/* Several times the time without sanitizers. */
		if (clock() - before > CLOCKS_PER_SEC)
			fail_msg("[%s]: %ld ms", parts[i], (long)((clock() - before) / 1000));
		buf_release(&buf);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mobiles_are_eleven_digits),
		cmocka_unit_test(other_numbers_are_valid_but_no_mobiles),
		cmocka_unit_test(wrong_numbers_are_kept_as_wrong),
		cmocka_unit_test(mails),
		cmocka_unit_test(cells_hold_several_things),
		cmocka_unit_test(what_was_written_is_kept),
		cmocka_unit_test(a_long_cell_takes_no_time),
	};

	return cmocka_run_group_tests_name("contact", tests, NULL, NULL);
}
