#include "state/query.h"

#include <stdio.h>

#include "base/cleanup.h"

bool query_ok(const struct ledger *ledger)
{
	return ledger->why.say == SAY_NOTHING;
}

bool query_trouble(struct ledger *ledger, int code)
{
	int primary = code & 0xFF, system = sqlite3_system_errno(ledger->db);

	if (primary == SQLITE_NOMEM && !ledger->is_ending)
		cleanup_no_memory();
	if (ledger->why.say != SAY_NOTHING)
		return false;
	ledger->why.say = SAY_TROUBLE_STATE;
	if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB)
		ledger->why.say = SAY_TROUBLE_STATE_DAMAGED;
	else if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED)
		ledger->why.say = SAY_TROUBLE_STATE_BUSY;
	snprintf(ledger->why.detail, sizeof(ledger->why.detail), "%s",
		 system && ledger->why.say == SAY_TROUBLE_STATE ? strerror(system) : sqlite3_errstr(code));
	return false;
}

bool query_damage(struct ledger *ledger, const char *what)
{
	return ledger->why.say == SAY_NOTHING && query_refuse(ledger, SAY_TROUBLE_STATE_DAMAGED, what);
}

bool query_refuse(struct ledger *ledger, enum say say, const char *detail)
{
	ledger->why.say = say;
	snprintf(ledger->why.detail, sizeof(ledger->why.detail), "%s", detail);
	return false;
}

bool query_run(struct ledger *ledger, const char *text)
{
	int code;

	if (ledger->why.say != SAY_NOTHING)
		return false;
	code = sqlite3_exec(ledger->db, text, NULL, NULL, NULL);
	return code == SQLITE_OK || query_trouble(ledger, code);
}

static void check(struct ledger *ledger, int code)
{
	if (code != SQLITE_OK)
		query_trouble(ledger, code);
}

static struct query prepare(struct ledger *ledger, const char *text, bool once)
{
	struct query query = { .ledger = ledger, .once = once };

	if (ledger->why.say == SAY_NOTHING)
		check(ledger, sqlite3_prepare_v3(ledger->db, text, -1, once ? 0 : SQLITE_PREPARE_PERSISTENT,
						 &query.statement, NULL));
	return query;
}

struct query query_begin(struct ledger *ledger, const char *text)
{
	for (size_t i = 0; i < LEDGER_STATEMENTS; i++) {
		if (ledger->kept[i].text == text && ledger->why.say == SAY_NOTHING)
			return (struct query){ .ledger = ledger, .statement = ledger->kept[i].statement };
		if (!ledger->kept[i].text) {
			struct query query = prepare(ledger, text, false);

			if (query.statement) {
				ledger->kept[i].text = text;
				ledger->kept[i].statement = query.statement;
			}
			return query;
		}
	}
	return prepare(ledger, text, true);
}

struct query query_begin_once(struct ledger *ledger, const char *text)
{
	return prepare(ledger, text, true);
}

/* Ready for other values. */
static void rewind_statement(struct query *query)
{
	sqlite3_reset(query->statement);
	sqlite3_clear_bindings(query->statement);
	query->bound = 0;
	query->sum = 0;
}

void query_end(struct query *query)
{
	if (query->once)
		sqlite3_finalize(query->statement);
	else if (query->statement)
		rewind_statement(query);
	query->statement = NULL;
}

/* The order of the texts counts, and where one ends. */
uint64_t query_add_to_sum(uint64_t sum, struct str text)
{
	return sum * 0x9E3779B97F4A7C15u + (str_hash(text) ^ text.len);
}

int64_t query_stored_sum(uint64_t sum)
{
	return (int64_t)(sum >> 1); /* without a sign */
}

static void add_to_sum(struct query *query, struct str text)
{
	query->sum = query_add_to_sum(query->sum, text);
}

void query_text(struct query *query, struct str text)
{
	add_to_sum(query, text);
	if (query->statement)
		check(query->ledger, sqlite3_bind_text64(query->statement, ++query->bound, text.data ? text.data : "",
							 text.len, SQLITE_STATIC, SQLITE_UTF8));
}

void query_bytes(struct query *query, struct bytes bytes)
{
	add_to_sum(query, (struct str){ (const char *)bytes.data, bytes.len });
	if (query->statement)
		check(query->ledger,
		      sqlite3_bind_blob64(query->statement, ++query->bound, bytes.data, bytes.len, SQLITE_STATIC));
}

void query_number(struct query *query, int64_t number)
{
	if (query->statement)
		check(query->ledger, sqlite3_bind_int64(query->statement, ++query->bound, number));
}

void query_bind_sum(struct query *query)
{
	query_number(query, query_stored_sum(query->sum));
}

bool query_next(struct query *query)
{
	int code;

	if (!query->statement || query->ledger->why.say != SAY_NOTHING)
		return false;
	query->sum = 0;
	code = sqlite3_step(query->statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		query_trouble(query->ledger, code);
	return code == SQLITE_ROW;
}

bool query_do(struct query *query)
{
	while (query_next(query))
		;
	if (query->statement)
		rewind_statement(query);
	return query->ledger->why.say == SAY_NOTHING;
}

struct str query_get_text(struct query *query, int column)
{
	struct str text;

	text.data = (const char *)sqlite3_column_text(query->statement, column);
	text.len = (size_t)sqlite3_column_bytes(query->statement, column);
	if (!text.data)
		text = STR("");
	add_to_sum(query, text);
	return text;
}

struct bytes query_get_bytes(struct query *query, int column)
{
	struct bytes bytes;

	bytes.data = sqlite3_column_blob(query->statement, column);
	bytes.len = (size_t)sqlite3_column_bytes(query->statement, column);
	add_to_sum(query, (struct str){ (const char *)bytes.data, bytes.len });
	return bytes;
}

int64_t query_get_number(const struct query *query, int column)
{
	return sqlite3_column_int64(query->statement, column);
}

bool query_sum(struct query *query, int column)
{
	if (sqlite3_column_int64(query->statement, column) == query_stored_sum(query->sum))
		return true;
	return query_damage(query->ledger, "a row's sum does not fit its text");
}
