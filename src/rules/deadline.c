/*
 * deadline.late: by the register of arrivals, and by nothing else (notice, 二: 以送达时间为准). What the register
 * does not tell for certain is not decided: the region is unchecked then, and so is the rule.
 */
#include "rules/recommenders.h"
#include "rules/rule.h"

#include "text/key.h"

/* A register that is further away from the deadline than this is wrong by a year, or by a slip of the finger. */
enum { PLAUSIBLE_DAYS = 366 };

struct deadline {
	struct run *run;
	const struct run *received;
	struct place_names names;
	struct arena scratch; /* of one row */
	int64_t limit;	      /* the last millisecond that is in time */
};

static bool limit_of(const struct profile_deadline *deadline, int64_t *limit)
{
	struct moment moment;

	if (deadline->text.len == 0)
		return false;
	moment = moment_of_day(deadline->year, deadline->month, deadline->day);
	if (deadline->has_time)
		*limit = moment.ms + ((int64_t)deadline->hour * 60 + deadline->minute) * MOMENT_MINUTE;
	else
		*limit = moment.ms + MOMENT_DAY - 1;
	return true;
}

/* --- when ------------------------------------------------------------------------ */

/* Both columns may hold a day, one of them alone a time: what they say must agree. */
static enum say read_moment(struct deadline *deadline, const struct record *record, struct moment *moment)
{
	struct str time = record_shown(record, ARRIVAL_TIME), day = record_shown(record, ARRIVAL_DAY);
	struct moment of_day;
	int64_t ms;

	if (time.len == 0 && day.len == 0)
		return SAY_ARRIVAL_EMPTY;
	if (day.len == 0 || time.len == 0)
		return moment_parse(&deadline->scratch, time.len ? time : day, moment) ? SAY_NOTHING
										       : SAY_ARRIVAL_UNREAD;
	if (!moment_parse(&deadline->scratch, day, &of_day))
		return SAY_ARRIVAL_UNREAD;
	if (moment_parse(&deadline->scratch, time, moment))
		return moment->ms / MOMENT_DAY == of_day.ms / MOMENT_DAY ? SAY_NOTHING : SAY_ARRIVAL_TWO_DAYS;
	if (of_day.has_time || !moment_parse_time(&deadline->scratch, time, &ms))
		return SAY_ARRIVAL_UNREAD;
	*moment = (struct moment){ of_day.ms + ms, ms != 0 };
	return SAY_NOTHING;
}

static void judge_moment(const struct deadline *deadline, struct delivery *delivery)
{
	int64_t first = delivery->moment.ms, last = first + (delivery->moment.has_time ? 0 : MOMENT_DAY - 1);
	int64_t far = (int64_t)PLAUSIBLE_DAYS * MOMENT_DAY;

	if (first - deadline->limit > far || deadline->limit - first > far)
		delivery->why = SAY_ARRIVAL_FAR;
	else if (last <= deadline->limit)
		delivery->state = ARRIVAL_IN_TIME;
	else if (first > deadline->limit)
		delivery->state = ARRIVAL_LATE;
	else
		delivery->why = SAY_ARRIVAL_DAY_ALONE;
}

static struct delivery delivery_of(struct deadline *deadline, uint32_t index)
{
	const struct record *record = &deadline->received->records.item[index];
	struct delivery delivery = { .region = REGION_NONE, .record = index };

	delivery.why = record->struck ? SAY_ARRIVAL_STRUCK : read_moment(deadline, record, &delivery.moment);
	delivery.is_moment = !delivery.why;
	if (delivery.is_moment)
		judge_moment(deadline, &delivery);
	return delivery;
}

/* --- from where -------------------------------------------------------------------- */

static void add_delivery(struct deadline *deadline, const struct delivery *delivery, uint32_t region)
{
	struct delivery *added = LIST_ADD(&deadline->run->deliveries);

	*added = *delivery;
	added->region = region;
}

/* Known recommenders of a kind that sent nothing stand behind the regions: nothing of theirs can be late. */
static bool find_place(struct deadline *deadline, struct str text, uint32_t *region)
{
	return place_find(&deadline->names, &deadline->scratch, text, region) &&
	       *region < deadline->run->profile->region_count;
}

/* Every region that the cell names: by its full name wherever it stands, else as places are found (text/place). */
static uint32_t find_regions(struct deadline *deadline, struct str text, bool *named)
{
	const struct profile *profile = deadline->run->profile;
	struct str key = key_lossless(&deadline->scratch, text);
	uint32_t count = 0, region;

	for (uint32_t i = 0; i < profile->region_count; i++) {
		named[i] = str_has(key, key_lossless(&deadline->scratch, profile->region[i].name));
		count += named[i];
	}
	if (count < 2 && find_place(deadline, text, &region)) {
		count += !named[region];
		named[region] = true;
	}
	return count;
}

/* 广州、深圳: a part a name. A part that names none is a remark. */
static uint32_t find_in_parts(struct deadline *deadline, struct str text, bool *named)
{
	static const struct str signs[] = { STR_INIT("、"), STR_INIT("，"), STR_INIT(","),
					    STR_INIT("；"), STR_INIT(";"),  STR_INIT("/"),
					    STR_INIT("\n"), STR_INIT("和"), STR_INIT("及") };
	size_t from = 0, at = 0;
	uint32_t count = 0, region;

	for (; at <= text.len; at++) {
		size_t sign = at == text.len ? 1 : 0;

		for (size_t i = 0; !sign && i < ARRAY_COUNT(signs); i++)
			sign = str_starts(str_after(text, at), signs[i]) ? signs[i].len : 0;
		if (!sign)
			continue;
		if (find_place(deadline, str_part(text, from, at), &region)) {
			count += !named[region];
			named[region] = true;
		}
		from = at + sign;
		at = from - 1;
	}
	return count;
}

/* 丙集团公司, where 丙集团有限公司 sent something. */
static uint32_t find_in_another_form(struct deadline *deadline, struct str text, bool *named)
{
	const struct profile *profile = deadline->run->profile;
	struct str key = recommenders_key(&deadline->scratch, text);

	for (uint32_t i = 0; i < profile->region_count; i++)
		if (str_eq(recommenders_key(&deadline->scratch, profile->region[i].name), key)) {
			named[i] = true;
			return 1;
		}
	return 0;
}

static void take_row(struct deadline *deadline, uint32_t index)
{
	const struct record *record = &deadline->received->records.item[index];
	struct delivery delivery = delivery_of(deadline, index);
	struct str text = record_shown(record, ARRIVAL_REGION);
	uint32_t regions = deadline->run->profile->region_count;
	bool *named = ARENA_ARRAY(&deadline->scratch, bool, regions);
	uint32_t count = find_regions(deadline, text, named);

	count += find_in_parts(deadline, text, named);
	if (count == 0)
		count = find_in_another_form(deadline, text, named);
	for (uint32_t i = 0; i < regions; i++)
		if (named[i])
			add_delivery(deadline, &delivery, i);
	if (count == 0) {
		delivery.state = ARRIVAL_UNCHECKED;
		delivery.why = SAY_ARRIVAL_REGION;
		add_delivery(deadline, &delivery, REGION_NONE);
	}
	arena_reset(&deadline->scratch);
}

/* --- a region ---------------------------------------------------------------------- */

/* Its files count where they could not be read, too: something came. */
static bool has_sent(const struct run *run, uint32_t region)
{
	if (run->regions[region].count)
		return true;
	for (uint32_t i = 0; i < run->sources.count; i++)
		if (run->sources.item[i].region == region && run->sources.item[i].status != SOURCE_SKIPPED)
			return true;
	return false;
}

/* What came in time decides, then what nobody can judge, then the first of those that came late. */
static bool decides(const struct delivery *one, const struct delivery *other)
{
	static const int rank[] = { [ARRIVAL_IN_TIME] = 0, [ARRIVAL_UNCHECKED] = 1, [ARRIVAL_LATE] = 2 };

	if (one->state != other->state)
		return rank[one->state] < rank[other->state];
	return one->is_moment && other->is_moment && one->moment.ms < other->moment.ms;
}

static void settle_region(struct run *run, uint32_t region)
{
	struct arrival *arrival = &run->arrivals[region];
	const struct delivery *first;

	for (uint32_t i = 0; i < run->deliveries.count; i++) {
		const struct delivery *delivery = &run->deliveries.item[i];

		if (delivery->region != region)
			continue;
		arrival->late += delivery->state == ARRIVAL_LATE;
		if (arrival->count++ == 0 || decides(delivery, &run->deliveries.item[arrival->delivery]))
			arrival->delivery = i;
	}
	first = arrival->count ? &run->deliveries.item[arrival->delivery] : NULL;
	if (first)
		arrival->state = first->state;
	else
		arrival->state = has_sent(run, region) ? ARRIVAL_UNCHECKED : ARRIVAL_NOTHING;
	if (arrival->state == ARRIVAL_UNCHECKED)
		arrival->why = first ? first->why : SAY_ARRIVAL_NOT_LISTED;
}

static struct str shown(struct arena *arena, struct moment moment)
{
	struct buf out = { 0 };
	struct str text;

	moment_text(&out, moment);
	text = arena_copy(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

static void report_late(struct deadline *deadline, uint32_t region, const struct diag_sink *diag)
{
	struct run *run = deadline->run;
	const struct arrival *arrival = &run->arrivals[region];
	const struct delivery *delivery = &run->deliveries.item[arrival->delivery];
	const struct record *record = &deadline->received->records.item[delivery->record];
	struct arg arg[] = {
		DIAG_TEXT(run->profile->region[region].name),
		DIAG_TEXT(shown(&deadline->scratch, delivery->moment)),
		DIAG_PLACE(run_listed_place(LIST_RECEIVED, rule_row(deadline->received, record))),
		DIAG_TEXT(run->profile->region_deadline.text),
		DIAG_NUMBER(arrival->count),
	};
	struct finding finding = diag_finding(arrival->count > 1 ? SAY_DEADLINE_LATE_ALL : SAY_DEADLINE_LATE,
					      (struct where){ 0 }, ARRAY_COUNT(arg), arg);

	finding.region = region;
	diag->add(diag->user, &finding);
}

void deadline_check_run(struct run *run, const struct diag_sink *diag)
{
	struct deadline deadline = { .run = run, .received = run->listed[LIST_RECEIVED] };

	if (!deadline.received || !limit_of(&run->profile->region_deadline, &deadline.limit))
		return;
	deadline.names = recommenders_names(run);
	for (uint32_t i = 0; i < deadline.received->records.count; i++)
		if (!run_repeats_source(deadline.received, deadline.received->records.item[i].source))
			take_row(&deadline, i);
	run->arrivals = ARENA_ARRAY(&run->arena, struct arrival, run->profile->region_count);
	for (uint32_t i = 0; i < run->profile->region_count; i++) {
		settle_region(run, i);
		if (run->arrivals[i].state == ARRIVAL_LATE)
			report_late(&deadline, i, diag);
	}
	arena_release(&deadline.scratch);
}

struct rule_reason deadline_lacks(struct run *run)
{
	struct rule_reason reason = { 0 };
	struct arg *arg;

	if (run->profile->region_deadline.text.len == 0)
		return (struct rule_reason){ .say = SAY_UNCHECKED_DEADLINE };
	if (!run->arrivals)
		return (struct rule_reason){ .say = SAY_UNCHECKED_REGISTER };
	reason.arg = arg = ARENA_ARRAY(&run->arena, struct arg, run->profile->region_count);
	for (uint32_t i = 0; i < run->profile->region_count; i++)
		if (run->arrivals[i].state == ARRIVAL_UNCHECKED)
			arg[reason.arg_count++] = DIAG_TEXT(run->profile->region[i].name);
	reason.say = reason.arg_count ? SAY_UNCHECKED_ARRIVALS : SAY_NOTHING;
	return reason;
}
