/*
 * A settled run made by hand: four regions, five inputs, seven rows of which
 * one is folded and two are held; and texts that people should not send.
 */
#ifndef TESTS_RUN_FIXTURE_H
#define TESTS_RUN_FIXTURE_H

#include "model/cell.h"
#include "model/run.h"

enum { FIXTURE_SEQUENCE, FIXTURE_PROJECT, FIXTURE_APPLICANT, FIXTURE_DIRECTION, FIXTURE_PERSON, FIXTURE_CONTACT };
enum { FIXTURE_COLUMNS = FIXTURE_CONTACT + 1, FIXTURE_LONG = 40000, FIXTURE_ROWS = 7 };

static const struct profile_column fixture_columns[FIXTURE_COLUMNS] = {
	{ STR_INIT("序号"), COLUMN_SEQUENCE, false, 0, .alias = NULL },
	{ STR_INIT("项目名称"), COLUMN_TEXT, true, 0, .alias = NULL },
	{ STR_INIT("申报单位"), COLUMN_UNIT, true, 0, .alias = NULL },
	{ STR_INIT("申报方向"), COLUMN_DIRECTION, true, 0, .alias = NULL },
	{ STR_INIT("联系人"), COLUMN_TEXT, true, 0, .alias = NULL },
	{ STR_INIT("联系方式（手机与邮箱）"), COLUMN_CONTACT, true, 0, .alias = NULL },
};

static const struct profile_group fixture_groups[] = { { STR_INIT("广州深圳"), 3, false, .severity = SEVERITY_ERROR },
						       { STR_INIT("粤东西北"), 1, false, .severity = SEVERITY_ERROR } };

static const struct profile_region fixture_regions[] = {
	{ .name = STR_INIT("广州市"), .group = 0 },
	{ .name = STR_INIT("深圳市"), .group = 0 },
	{ .name = STR_INIT("汕头市"), .group = 1 },
	{ .name = STR_INIT("韶关市"), .group = 1 },
};

static const struct profile fixture_profile = {
	.id = STR_INIT("guangdong-2020-971"),
	.title = STR_INIT("2020年制造业与互联网融合发展试点示范"),
	.number = STR_INIT("粤工信工业互联网函〔2020〕971号"),
	.table_title = STR_INIT("2020年制造业与互联网融合试点示范项目汇总表"),
	.office = STR_INIT("广东省工业和信息化厅"),
	.column_count = FIXTURE_COLUMNS,
	.column = fixture_columns,
	.project = FIXTURE_PROJECT,
	.applicant = FIXTURE_APPLICANT,
	.direction = FIXTURE_DIRECTION,
	.person = FIXTURE_PERSON,
	.group_count = ARRAY_COUNT(fixture_groups),
	.group = fixture_groups,
	.region_count = ARRAY_COUNT(fixture_regions),
	.region = fixture_regions,
	.title_font = { STR_INIT("方正小标宋简体"), 22 },
	.header_font = { STR_INIT("黑体"), 12 },
	.body_font = { STR_INIT("仿宋_GB2312"), 12 },
	.note = STR_INIT(
		"注：申报方向为“两化融合管理体系贯标、2020年跨行业跨领域工业互联网平台、特色专业型工业互联网平台、"
		"中德智能制造合作”四个类别。"),
	.sha256 = STR_INIT("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
};

static const struct source fixture_sources[] = {
	{ .path = STR_INIT("广州市/汇总.csv"),
	  .format = STR_INIT("csv"),
	  .encoding = STR_INIT("GB18030"),
	  .sha256 = STR_INIT("aa112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
	  .bytes = 345,
	  .rows_read = 3 },
	{ .path = STR_INIT("汕头市/a \"b\" <c>.xlsx"),
	  .format = STR_INIT("xlsx"),
	  .sha256 = STR_INIT("bb112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
	  .bytes = 5000000000,
	  .region = 2,
	  .rows_read = 3 },
	{ .path = STR_INIT("深圳市/~$汇总.xls"),
	  .status = SOURCE_SKIPPED,
	  .reason = REASON_SYSTEM,
	  .region = REGION_NONE },
	{ .path = STR_INIT("深圳市/汇总.xls"),
	  .format = STR_INIT("xls"),
	  .sha256 = STR_INIT("cc112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
	  .status = SOURCE_FAILED,
	  .reason = REASON_ENCRYPTED,
	  .region = REGION_NONE },
	{ .path = STR_INIT("汇总.csv"),
	  .format = STR_INIT("csv"),
	  .encoding = STR_INIT("UTF-8"),
	  .sha256 = STR_INIT("dd112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
	  .region = REGION_NONE,
	  .rows_read = 1 },
};

/* Which cell of a row feeds which column; the last is unknown to the profile. */
static const struct message_column fixture_table_columns[] = {
	{ 1, FIXTURE_SEQUENCE, PART_WHOLE, STR_INIT("序号") },
	{ 2, FIXTURE_PROJECT, PART_WHOLE, STR_INIT("项目名称") },
	{ 3, FIXTURE_APPLICANT, PART_WHOLE, STR_INIT("申报单位") },
	{ 4, FIXTURE_DIRECTION, PART_WHOLE, STR_INIT("申报方向") },
	{ 5, FIXTURE_PERSON, PART_WHOLE, STR_INIT("联系人") },
	{ 6, FIXTURE_CONTACT, PART_PHONE, STR_INIT("手机") },
	{ 7, FIXTURE_CONTACT, PART_EMAIL, STR_INIT("邮箱") },
	{ 8, FIELD_UNKNOWN, PART_WHOLE, STR_INIT("备注") },
};

struct fixture_row {
	uint32_t table, row, region;
	struct str project, applicant, direction[2], person, phone, email, extra;
	enum fate fate;
	uint32_t into;
	enum rule_id held_by;
	uint32_t seq;
};

/* Tables 0, 1, 2 are those of sources 0, 1, 4. The long text is put in by run_fixture. */
static const struct fixture_row fixture_rows[FIXTURE_ROWS] = {
	{ 0,
	  4,
	  0,
	  STR_INIT("=cmd|' /C calc'!A0"),
	  STR_INIT("广州<script>alert(1)</script>有限公司"),
	  { STR_INIT("两化融合管理体系贯标"), STR_INIT("特色专业型工业互联网平台") },
	  STR_INIT("张三"),
	  STR_INIT("13800138000"),
	  STR_INIT("a@b.cn"),
	  STR_INIT("+1\t2\r\n3"),
	  FATE_MERGED,
	  0,
	  RULE_NONE,
	  1 },
	{ 0,
	  5,
	  0,
	  STR_INIT("含\"引号\"'和&amp;的\001项目\xEF\xBF\xBE尾"),
	  STR_INIT("_x0041_公司"),
	  { STR_INIT("中德智能制造合作"), STR_INIT("") },
	  STR_INIT("欧阳建国"),
	  STR_INIT("13900139000"),
	  STR_INIT("very.long.address@example.com.cn"),
	  STR_INIT(""),
	  FATE_MERGED,
	  0,
	  RULE_NONE,
	  2 },
	{ 0,
	  6,
	  0,
	  STR_INIT("=cmd|' /C calc'!A0"),
	  STR_INIT("广州<script>alert(1)</script>有限公司"),
	  { STR_INIT("两化融合管理体系贯标"), STR_INIT("特色专业型工业互联网平台") },
	  STR_INIT("李四"),
	  STR_INIT("13800138000"),
	  STR_INIT("a@b.cn"),
	  STR_INIT(""),
	  FATE_FOLDED,
	  0,
	  RULE_NONE,
	  0 },
	{ 1,
	  3,
	  2,
	  STR_INIT("long"),
	  STR_INIT("汕头市长文字有限公司"),
	  { STR_INIT("写错的方向"), STR_INIT("") },
	  STR_INIT("王五"),
	  STR_INIT("13700137000"),
	  STR_INIT(""),
	  STR_INIT(""),
	  FATE_MERGED,
	  0,
	  RULE_NONE,
	  3 },
	{ 1,
	  4,
	  2,
	  STR_INIT("面向大型离散型装备制造企业的产品全生命周期协同创新与远程运维服务工业互联网平台建设及应用示范项目"),
	  STR_INIT("汕头市超声电子（集团）股份有限公司"),
	  { STR_INIT("2020年跨行业跨领域工业互联网平台"), STR_INIT("") },
	  STR_INIT("赵六"),
	  STR_INIT("0754-88888888-8001"),
	  STR_INIT("zhao@example.com"),
	  STR_INIT(""),
	  FATE_MERGED,
	  0,
	  RULE_NONE,
	  4 },
	{ 1,
	  5,
	  2,
	  STR_INIT("广州已报的项目"),
	  STR_INIT("两地公司"),
	  { STR_INIT("中德智能制造合作"), STR_INIT("") },
	  STR_INIT("钱七"),
	  STR_INIT("13600136000"),
	  STR_INIT("q@q.cn"),
	  STR_INIT(""),
	  FATE_HELD,
	  0,
	  RULE_DUPLICATE_REGION,
	  0 },
	{ 2,
	  2,
	  REGION_NONE,
	  STR_INIT("不知何处的项目"),
	  STR_INIT("无名公司"),
	  { STR_INIT(""), STR_INIT("") },
	  STR_INIT(""),
	  STR_INIT(""),
	  STR_INIT(""),
	  STR_INIT(""),
	  FATE_HELD,
	  0,
	  RULE_REGION_UNKNOWN,
	  0 },
};

static struct record_cells fixture_field(struct arena *arena, uint32_t first_col, struct str a, struct str b)
{
	struct record_part *part = ARENA_ARRAY(arena, struct record_part, 2);
	struct record_cells field = { .part = part, .shown = a };

	for (uint32_t i = 0; i < 2; i++) {
		struct str text = i ? b : a;

		if (text.len)
			part[field.part_count++] = (struct record_part){
				.col = first_col + i, .column = first_col + i - 1, .raw = text, .shown = text
			};
	}
	if (a.len && b.len)
		field.shown = arena_join(arena, arena_join(arena, a, STR("\n")), b);
	else if (b.len)
		field.shown = b;
	return field;
}

static void fixture_fields(struct arena *arena, struct record *record, const struct fixture_row *row)
{
	const struct str none = { 0 };
	struct record_cells cells[FIXTURE_COLUMNS + 1] = { 0 };
	struct str directions = row->direction[0];

	if (row->direction[1].len)
		directions = arena_join(arena, arena_join(arena, directions, STR("/")), row->direction[1]);
	cells[FIXTURE_SEQUENCE] = fixture_field(arena, 1, STR("1"), none);
	cells[FIXTURE_PROJECT] = fixture_field(arena, 2, record->project, none);
	cells[FIXTURE_APPLICANT] = fixture_field(arena, 3, row->applicant, none);
	cells[FIXTURE_DIRECTION] = fixture_field(arena, 4, directions, none);
	cells[FIXTURE_PERSON] = fixture_field(arena, 5, row->person, none);
	cells[FIXTURE_CONTACT] = fixture_field(arena, 6, row->phone, row->email);
	cells[FIXTURE_COLUMNS] = fixture_field(arena, 8, row->extra, none);
	record->field = record_pack(arena, FIXTURE_COLUMNS, cells);
}

static void fixture_values(struct arena *arena, struct record *record, const struct fixture_row *row)
{
	struct record_direction *direction = ARENA_ARRAY(arena, struct record_direction, 2);

	for (uint32_t i = 0; i < 2; i++)
		if (row->direction[i].len)
			direction[record->direction_count++].shown = row->direction[i];
	record->direction = direction;
	record->phone = &row->phone;
	record->phone_count = row->phone.len > 0;
	record->email = &row->email;
	record->email_count = row->email.len > 0;
	record->person = row->person;
}

static struct str fixture_long(struct arena *arena)
{
	char *text = arena_alloc(arena, FIXTURE_LONG, 1);

	memset(text, 'x', FIXTURE_LONG);
	return (struct str){ text, FIXTURE_LONG };
}

static void fixture_record(struct run *run, const struct fixture_row *row, struct str project)
{
	static const uint32_t source_of_table[] = { 0, 1, 4 };
	struct record *record = LIST_ADD(&run->records);

	record->source = source_of_table[row->table];
	record->table = row->table;
	record->sheet = 1;
	record->row = row->row;
	record->region = row->region;
	record->project = project;
	record->applicant = row->applicant;
	record->fate = row->fate;
	record->into = row->into;
	record->held_by = row->held_by;
	record->seq = row->seq;
	fixture_fields(&run->arena, record, row);
	fixture_values(&run->arena, record, row);
}

static void fixture_files(struct run *run)
{
	static const struct str names[] = { STR_INIT("汇总"), STR_INIT("附件7"), STR_INIT("汇总") };
	static const uint32_t of[] = { 0, 1, 4 };

	for (size_t i = 0; i < ARRAY_COUNT(fixture_sources); i++)
		*LIST_ADD(&run->sources) = fixture_sources[i];
	for (uint32_t i = 0; i < 3; i++) {
		*LIST_ADD(&run->sheets) = (struct sheet){ .source = of[i], .index = 1, .name = names[i] };
		*LIST_ADD(&run->tables) = (struct table){ .source = of[i],
							  .sheet = i,
							  .header_row = 1,
							  .column_count = ARRAY_COUNT(fixture_table_columns),
							  .column = fixture_table_columns };
	}
}

/* In the order of the contract: severity, rule, path. */
static void fixture_findings(struct run *run)
{
	struct diag_sink sink = diag_list_sink(&run->findings);
	struct where kept = { 1, 1, 4, 2 };
	struct arg place = DIAG_PLACE(kept);
	struct arg differs[] = { DIAG_TEXT(STR("联系人")), DIAG_PLACE(kept), DIAG_TEXT(STR("李四")),
				 DIAG_TEXT(STR("张三")) };
	struct arg missing = DIAG_TEXT(STR("联系方式（手机与邮箱）"));
	struct arg quota[] = { DIAG_TEXT(STR("汕头市")), DIAG_NUMBER(3), DIAG_NUMBER(1), place, place };
	struct arg region[] = { DIAG_TEXT(STR("广州市")), place };
	struct arg none = DIAG_TEXT(STR("韶关市"));

	diag_add(&sink, SAY_ENCRYPTED, (struct where){ 4, 0, 0, 0 }, 0, NULL);
	diag_add(&sink, SAY_REGION_UNKNOWN, (struct where){ 5, 1, 2, 0 }, 0, NULL);
	diag_add_count(&sink, SAY_QUOTA_REGION, (struct where){ 0, 0, 0, 0 }, 3, 5, quota);
	diag_add(&sink, SAY_FIELD_MISSING_EMAIL, (struct where){ 2, 1, 3, 6 }, 1, &missing);
	diag_add(&sink, SAY_DUPLICATE_REGION, (struct where){ 2, 1, 5, 0 }, 2, region);
	diag_add(&sink, SAY_REGION_MISSING, (struct where){ 0, 0, 0, 0 }, 1, &none);
	diag_add(&sink, SAY_DUPLICATE_DIFFERS, (struct where){ 1, 1, 6, 5 }, 4, differs);
	run->findings.findings.item[2].region = 2;
	run->findings.findings.item[3].region = 2;
	run->findings.findings.item[4].region = 2;
	run->findings.findings.item[5].region = 3;
	run->findings.findings.item[6].region = 0;
}

static const struct evidence fixture_evidence = { STR_INIT("applicant"), EVIDENCE_SAME, 1, 0.25, SAY_NOTHING, 0 };

static void fixture_settle(struct run *run)
{
	run->order = ARENA_ARRAY(&run->arena, uint32_t, FIXTURE_ROWS);
	for (uint32_t i = 0; i < FIXTURE_ROWS; i++)
		run->order[i] = i;
	run->merged = 4;
	run->folded = 1;
	run->held = 2;
	run->regions = ARENA_ARRAY(&run->arena, struct region_state, ARRAY_COUNT(fixture_regions));
	run->regions[0].count = 2;
	run->regions[2].count = 3;
	run->rule_status[RULE_DEADLINE_LATE] = RULE_UNCHECKED;
	run->rule_reason[RULE_DEADLINE_LATE].say = SAY_WHY_EMPTY;
	run->rule_status[RULE_DIRECTION_CONCENTRATION] = RULE_OFF;
	*LIST_ADD(&run->pairs) = (struct pair){
		.kind = PAIR_EXACT, .b = 2, .score = 1, .cluster = 1, .evidence_count = 1, .evidence = &fixture_evidence
	};
}

static void run_fixture(struct run *run)
{
	*run = (struct run){ .profile = &fixture_profile };
	run->findings.arena = &run->arena;
	fixture_files(run);
	for (size_t i = 0; i < FIXTURE_ROWS; i++) {
		const struct fixture_row *row = &fixture_rows[i];

		fixture_record(run, row, str_eq(row->project, STR("long")) ? fixture_long(&run->arena) : row->project);
	}
	fixture_findings(run);
	fixture_settle(run);
}

static void run_fixture_release(struct run *run)
{
	diag_list_release(&run->findings);
	free(run->sources.item);
	free(run->sheets.item);
	free(run->tables.item);
	free(run->records.item);
	free(run->pairs.item);
	free(run->relations.item);
	arena_release(&run->arena);
}

/* How places are written is the app's to say; here the numbers do. */
static void fixture_place(void *user, struct where where, struct where before, struct buf *out)
{
	(void)user;
	(void)before;
	buf_printf(out, "<%u>", where.source);
	cell_reference(out, where.row, where.col);
}

static const struct say_places fixture_places = { NULL, fixture_place };

#endif
