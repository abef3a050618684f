#include "read/csv.h"

#include "decode/decoding.h"
#include "decode/encoding.h"
#include "read/csv_parse.h"

/* The separator is told from this much text; each candidate parses it once. */
enum { SAMPLE = 64 * 1024, SAMPLE_FIELDS = 256 };

/* In doubt the earlier one: tabs are typed by nobody, and | is rare. */
static const char candidates[] = { '\t', ',', ';', '|' };

struct csv {
	struct read_context *ctx;
	bool skip_first; /* a sep= line */
	uint32_t row;
	bool overflow;
};

static bool refuse(const struct read_context *ctx, enum say why)
{
	return diag_add(ctx->diag, SAY_UNREADABLE, (struct where){ 0 }, 1, &DIAG_WORD(why));
}

/* How many records of the sample have so many fields; the last counts all that have more. */
struct tally {
	uint32_t records[SAMPLE_FIELDS];
};

static bool count_record(void *user, const struct csv_record *record)
{
	struct tally *tally = user;

	tally->records[record->fields < SAMPLE_FIELDS ? record->fields : SAMPLE_FIELDS - 1]++;
	return true;
}

/* The most records with one number of fields, of more than one; more fields break a tie. */
static uint64_t score_of(char separator, struct str sample, bool whole)
{
	struct tally tally = { 0 };
	struct csv_parse parse = { .separator = separator, .user = &tally, .record = count_record };
	uint64_t best = 0;

	if (csv_parse_feed(&parse, sample, false) && whole)
		csv_parse_end(&parse);
	csv_parse_release(&parse);
	for (uint32_t fields = 2; fields < SAMPLE_FIELDS; fields++) {
		uint64_t score = (uint64_t)tally.records[fields] * SAMPLE_FIELDS + fields;

		if (tally.records[fields] && score > best)
			best = score;
	}
	return best;
}

static char choose_separator(struct str sample, bool whole)
{
	char separator = ',';
	uint64_t best = 0;

	for (size_t i = 0; i < ARRAY_COUNT(candidates); i++) {
		uint64_t score = score_of(candidates[i], sample, whole);

		/* A tab in as many records as anything else is no accident. */
		if (score <= best || (separator == '\t' && score / SAMPLE_FIELDS == best / SAMPLE_FIELDS))
			continue;
		separator = candidates[i];
		best = score;
	}
	return separator;
}

/* A first line sep=; or "sep=;" names the separator for Excel. */
static bool has_separator_line(struct str sample, char *separator)
{
	size_t quoted = str_starts(sample, STR("\""));
	struct str line = str_after(sample, quoted);
	struct str behind = str_after(line, 5 + quoted);

	if (!str_eq_nocase(str_part(line, 0, 4), STR("sep=")) || line.len < 5 + quoted)
		return false;
	if (quoted && line.data[5] != '"')
		return false;
	if (behind.len && behind.data[0] != '\r' && behind.data[0] != '\n')
		return false;
	*separator = line.data[4];
	return *separator != '"' && *separator != '\r' && *separator != '\n' && (unsigned char)*separator < 0x80;
}

static bool take_sample(const struct encoding_choice *choice, struct bytes file, struct buf *sample)
{
	struct decoding stream;
	struct decoding_piece piece;
	bool more = true;

	if (!decoding_open(&stream, choice->charset, choice->mark, file))
		return true;
	while (sample->len < SAMPLE && (more = decoding_next(&stream, &piece)))
		buf_add(sample, piece.text);
	decoding_close(&stream);
	return !more;
}

static bool push_record(void *user, const struct csv_record *record)
{
	struct csv *csv = user;
	struct row row = { .count = record->count, .cell = record->cell };

	if (csv->skip_first) {
		csv->skip_first = false;
		return true;
	}
	csv->overflow = csv->row == UINT32_MAX;
	if (csv->overflow)
		return false;
	row.number = ++csv->row;
	arena_reset(csv->ctx->row);
	return record->count == 0 || csv->ctx->sink->row(csv->ctx->sink->user, &row);
}

/* True where all was handed on, or the sink wanted no more. */
static bool push_records(struct csv *csv, char separator, const struct encoding_choice *choice, struct bytes file,
			 bool *stopped)
{
	struct csv_parse parse = { .separator = separator, .user = csv, .record = push_record };
	struct decoding stream;
	struct decoding_piece piece;
	enum csv_stop stop;

	if (!decoding_open(&stream, choice->charset, choice->mark, file))
		return false;
	while (decoding_next(&stream, &piece)) {
		if (piece.cut && !parse.in_record)
			break; /* a byte too many behind the last line, and no row */
		if (!csv_parse_feed(&parse, piece.text, piece.bad))
			break;
	}
	csv_parse_end(&parse);
	stop = parse.stop;
	csv_parse_release(&parse);
	decoding_close(&stream);
	*stopped = stop == CSV_STOPPED && !csv->overflow;
	return stop != CSV_TOO_LARGE && !csv->overflow;
}

static char prepare(struct csv *csv, const struct encoding_choice *choice, struct bytes file)
{
	struct buf sample = { 0 };
	bool whole = take_sample(choice, file, &sample);
	char separator;

	csv->skip_first = has_separator_line(buf_str(&sample), &separator);
	if (!csv->skip_first)
		separator = choose_separator(buf_str(&sample), whole);
	buf_release(&sample);
	return separator;
}

static bool read_csv(struct read_context *ctx, struct bytes file)
{
	struct csv csv = { .ctx = ctx };
	struct sheet_info sheet = { .index = 1, .name = ctx->stem };
	struct encoding_choice choice;
	enum encoding_answer answer;
	char separator;
	bool stopped;

	answer = encoding_choose(file, ctx->hint_count, ctx->hint, &choice);
	if (answer != ENCODING_TOLD)
		return refuse(ctx, answer == ENCODING_UNKNOWN ? SAY_WHY_DECODE : SAY_WHY_CONVERTER);
	ctx->encoding = choice.name;
	reader_say_encoding(ctx, &choice);
	separator = prepare(&csv, &choice, file);
	if (!ctx->sink->sheet_begin(ctx->sink->user, &sheet))
		return true;
	if (!push_records(&csv, separator, &choice, file, &stopped))
		return refuse(ctx, SAY_WHY_TOO_LARGE);
	if (!stopped)
		ctx->sink->sheet_end(ctx->sink->user);
	return true;
}

const struct reader csv_reader = { STR_INIT("csv"), encoding_is_text, read_csv };
