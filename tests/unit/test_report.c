/* The machine report: valid JSON whatever the texts, its members as section 3 of the contract gives them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <yajl/yajl_tree.h>

#include "output/report.h"
#include "run_fixture.h"

static bool put_piece(void *user, struct str piece)
{
	buf_add(user, piece);
	return true;
}

static yajl_val parse(const struct run *run, enum lang lang)
{
	struct buf out = { 0 };
	char why[200] = "";
	yajl_val root;

	assert_true(report_write(run, lang, &fixture_places, &(struct report_sink){ &out, put_piece }));
	buf_add_char(&out, '\0');
	root = yajl_tree_parse(out.data, why, sizeof(why));
	if (!root)
		fail_msg("%s", why);
	buf_release(&out);
	return root;
}

/* The value at "records.3.seq". */
static yajl_val at(yajl_val value, const char *path)
{
	struct str rest = str_from(path), step;

	while (str_split(&rest, '.', &step)) {
		char name[64];
		char *end;
		unsigned long number;

		assert_true(step.len < sizeof(name));
		memcpy(name, step.data, step.len);
		name[step.len] = '\0';
		number = strtoul(name, &end, 10);
		if (YAJL_IS_ARRAY(value) && *end == '\0') {
			if (number >= YAJL_GET_ARRAY(value)->len)
				fail_msg("%s: no such element", path);
			value = YAJL_GET_ARRAY(value)->values[number];
		} else {
			const char *steps[] = { name, NULL };

			value = yajl_tree_get(value, steps, yajl_t_any);
		}
		if (!value)
			fail_msg("%s: no such member", path);
	}
	return value;
}

static struct str as_text(yajl_val value, char number[32])
{
	if (YAJL_IS_STRING(value))
		return str_from(YAJL_GET_STRING(value));
	if (YAJL_IS_NUMBER(value))
		return str_from(YAJL_GET_NUMBER(value));
	if (YAJL_IS_NULL(value))
		return STR("null");
	if (YAJL_IS_ARRAY(value)) {
		snprintf(number, 32, "[%zu]", YAJL_GET_ARRAY(value)->len);
		return str_from(number);
	}
	return YAJL_IS_TRUE(value) ? STR("true") : STR("false");
}

static void assert_text(yajl_val value, const char *expected)
{
	char number[32];

	assert_true(str_eq(as_text(value, number), str_from(expected)));
}

struct expected {
	const char *path, *value; /* numbers as written, an array as its length */
};

static void check_all(yajl_val root, const struct expected *expected, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char number[32];
		struct str got = as_text(at(root, expected[i].path), number);

		if (!str_eq(got, str_from(expected[i].value)))
			fail_msg("%s is %.*s, not %s", expected[i].path, STR_ARG(got), expected[i].value);
	}
}

/* The report of the fixture, in a language. */
static void check_report(enum lang lang, const struct expected *expected, size_t count)
{
	struct run run;
	yajl_val root;

	run_fixture(&run);
	root = parse(&run, lang);
	check_all(root, expected, count);
	yajl_tree_free(root);
	run_fixture_release(&run);
}

static void each_member_as_the_contract_says(void **state)
{
	static const struct expected expected[] = {
		{ "tool.name", "huizong" },
		{ "tool.version", HUIZONG_VERSION },
		{ "profile.id", "guangdong-2020-971" },
		{ "profile.title", "2020年制造业与互联网融合发展试点示范" },
		{ "inputs", "[5]" },
		{ "inputs.0.path", "广州市/汇总.csv" },
		{ "inputs.0.format", "csv" },
		{ "inputs.0.encoding", "GB18030" },
		{ "inputs.0.status", "read" },
		{ "inputs.0.reason", "null" },
		{ "inputs.0.reused", "false" },
		{ "inputs.0.region", "广州市" },
		{ "inputs.0.rows_read", "3" },
		{ "inputs.1.path", "汕头市/a \"b\" <c>.xlsx" },
		{ "inputs.1.encoding", "null" },
		{ "inputs.1.bytes", "5000000000" },
		{ "inputs.2.status", "skipped" },
		{ "inputs.2.reason", "system" },
		{ "inputs.2.format", "null" },
		{ "inputs.2.sha256", "null" },
		{ "inputs.3.status", "failed" },
		{ "inputs.3.reason", "encrypted" },
		{ "inputs.4.region", "null" },
		{ "totals.inputs", "5" },
		{ "totals.inputs_failed", "1" },
		{ "totals.rows_read", "7" },
		{ "totals.rows_merged", "4" },
		{ "totals.rows_folded", "1" },
		{ "totals.rows_held", "2" },
		{ "regions", "[4]" },
		{ "regions.0.name", "广州市" },
		{ "regions.0.group", "广州深圳" },
		{ "regions.0.limit", "3" },
		{ "regions.0.count", "2" },
		{ "regions.0.status", "ok" },
		{ "regions.1.status", "none" },
		{ "regions.2.status", "over" },
		{ "related", "[0]" },
	};

	(void)state;
	check_report(LANG_ZH, expected, ARRAY_COUNT(expected));
}

static void folded_rows_are_sources_of_the_row_they_went_into(void **state)
{
	static const struct expected expected[] = {
		{ "records", "[6]" },
		{ "records.0.seq", "1" },
		{ "records.0.region", "广州市" },
		{ "records.0.project", "=cmd|' /C calc'!A0" },
		{ "records.0.applicant", "广州<script>alert(1)</script>有限公司" },
		{ "records.0.directions", "[2]" },
		{ "records.0.directions.1", "特色专业型工业互联网平台" },
		{ "records.0.items", "[0]" },
		{ "records.0.contact", "张三" },
		{ "records.0.phones.0", "13800138000" },
		{ "records.0.emails.0", "a@b.cn" },
		{ "records.0.status", "merged" },
		{ "records.0.reason", "null" },
		{ "records.0.sources", "[2]" },
		{ "records.0.sources.0.path", "广州市/汇总.csv" },
		{ "records.0.sources.0.sheet", "汇总" },
		{ "records.0.sources.0.row", "4" },
		{ "records.0.sources.1.row", "6" },
		{ "records.1.sources", "[1]" },
		{ "records.1.project", "含\"引号\"'和&amp;的\001项目\xEF\xBF\xBE尾" },
		{ "records.2.directions.0", "写错的方向" },
		{ "records.2.emails", "[0]" },
		{ "records.4.status", "held" },
		{ "records.4.reason", "duplicate.region" },
		{ "records.4.seq", "null" },
		{ "records.5.region", "null" },
		{ "records.5.reason", "region.unknown" },
		{ "duplicates", "[1]" },
		{ "duplicates.0.kind", "exact" },
		{ "duplicates.0.score", "1" },
		{ "duplicates.0.cluster", "1" },
		{ "duplicates.0.a.row", "4" },
		{ "duplicates.0.b.row", "6" },
		{ "duplicates.0.evidence.0.field", "applicant" },
		{ "duplicates.0.evidence.0.level", "same" },
		{ "duplicates.0.evidence.0.weight", "0.25" },
		{ "duplicates.0.evidence.0.note", "申报单位相同" },
		{ "duplicates.0.found_by", "" },
		{ "related", "[0]" },
		{ "search.candidates", "0" },
		{ "search.cut_blocks", "0" },
		{ "search.cut_pairs", "0" },
		{ "search.mixed_clusters", "0" },
	};
	const char *project;
	struct run run;
	yajl_val root;

	(void)state;
	run_fixture(&run);
	root = parse(&run, LANG_ZH);
	check_all(root, expected, ARRAY_COUNT(expected));
	project = YAJL_GET_STRING(at(root, "records.2.project"));
	assert_non_null(project);
	/* Only a cell of the workbook has a limit. */
	assert_int_equal(strlen(project ? project : ""), FIXTURE_LONG);
	yajl_tree_free(root);
	run_fixture_release(&run);
}

static void a_finding_names_its_place_as_finely_as_it_is_known(void **state)
{
	static const struct expected expected[] = {
		{ "findings", "[7]" },
		{ "findings.0.rule", "input.encrypted" },
		{ "findings.0.severity", "error" },
		{ "findings.0.region", "null" },
		{ "findings.0.path", "深圳市/汇总.xls" },
		{ "findings.0.sheet", "null" },
		{ "findings.0.cell", "null" },
		{ "findings.0.count", "null" },
		{ "findings.0.message", "the file is protected by a password and was not read" },
		{ "findings.1.sheet", "汇总" },
		{ "findings.1.cell", "null" },
		{ "findings.2.rule", "quota.region" },
		{ "findings.2.region", "汕头市" },
		{ "findings.2.path", "null" },
		{ "findings.2.count", "3" },
		{ "findings.2.message", "汕头市 recommends 3 projects, its limit is 1: <1>B4, <1>B4" },
		{ "findings.3.path", "汕头市/a \"b\" <c>.xlsx" },
		{ "findings.3.sheet", "附件7" },
		{ "findings.3.cell", "F3" },
		{ "findings.5.severity", "warning" },
	};

	(void)state;
	check_report(LANG_EN, expected, ARRAY_COUNT(expected));
}

static void every_rule_is_listed_in_order_with_its_status(void **state)
{
	struct run run;
	yajl_val root, rules;

	(void)state;
	run_fixture(&run);
	root = parse(&run, LANG_ZH);
	rules = at(root, "rules");
	assert_int_equal(YAJL_GET_ARRAY(rules)->len, RULE_COUNT);
	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		yajl_val rule = YAJL_GET_ARRAY(rules)->values[id];
		const char *status = id == RULE_DEADLINE_LATE		  ? "unchecked"
				     : id == RULE_DIRECTION_CONCENTRATION ? "off"
									  : "checked";

		assert_text(at(rule, "id"), diag_rule_at(id)->word.data);
		assert_text(at(rule, "status"), status);
		assert_true(YAJL_IS_STRING(at(rule, "reason")) == (id == RULE_DEADLINE_LATE));
	}
	yajl_tree_free(root);
	run_fixture_release(&run);
}

static void keys_come_in_the_order_of_the_contract(void **state)
{
	static const char *const keys[] = { "tool",	"profile",    "inputs",	 "totals",   "rules",  "regions",
					    "records",	"duplicates", "related", "findings", "search", "rulings",
					    "selected", "lists",      "listed",	 "manual" };
	struct run run;
	yajl_val root;

	(void)state;
	run_fixture(&run);
	root = parse(&run, LANG_ZH);
	assert_int_equal(YAJL_GET_OBJECT(root)->len, ARRAY_COUNT(keys));
	for (size_t i = 0; i < ARRAY_COUNT(keys); i++)
		assert_string_equal(YAJL_GET_OBJECT(root)->keys[i], keys[i]);
	yajl_tree_free(root);
	run_fixture_release(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_member_as_the_contract_says),
		cmocka_unit_test(folded_rows_are_sources_of_the_row_they_went_into),
		cmocka_unit_test(a_finding_names_its_place_as_finely_as_it_is_known),
		cmocka_unit_test(every_rule_is_listed_in_order_with_its_status),
		cmocka_unit_test(keys_come_in_the_order_of_the_contract),
	};

	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
