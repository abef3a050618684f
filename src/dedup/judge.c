#include "dedup/judge.h"

#include "dedup/likeness.h"

/* --- points -------------------------------------------------------------------------------- */

struct grade {
	double points;
	enum evidence_level level;
	enum say note;
};

static const struct grade project_grades[] = {
	[LIKE_EQUAL] = { 50, EVIDENCE_SAME, SAY_LIKE_EQUAL },
	[LIKE_WORDS] = { 47, EVIDENCE_SAME, SAY_LIKE_WORDS },
	[LIKE_TYPO] = { 44, EVIDENCE_LIKELY, SAY_LIKE_TYPO },
	[LIKE_CUT] = { 36, EVIDENCE_SHORT, SAY_LIKE_CUT },
	[LIKE_PART] = { 32, EVIDENCE_SHORT, SAY_LIKE_PART },
	[LIKE_REWORDED] = { 38, EVIDENCE_LIKELY, SAY_LIKE_REWORDED },
	[LIKE_ALIKE] = { 22, EVIDENCE_LIKELY, SAY_LIKE_ALIKE },
	[LIKE_REPLACED] = { 6, EVIDENCE_DIFFERENT, SAY_LIKE_REPLACED },
	[LIKE_OTHER] = { 0, EVIDENCE_DIFFERENT, SAY_LIKE_OTHER },
};

/* Points by why; the level is the match's. */
static const struct {
	double points;
	enum say note;
} applicant_grades[] = {
	[FIRM_IDENTICAL] = { 40, SAY_FIRM_IDENTICAL },
	[FIRM_FORM_DIFFERS] = { 40, SAY_FIRM_FORM_DIFFERS },
	[FIRM_REGION_MISSING] = { 34, SAY_FIRM_REGION_MISSING },
	[FIRM_ONE_LETTER] = { 29, SAY_FIRM_ONE_LETTER },
	[FIRM_TWO_LETTERS] = { 22, SAY_FIRM_TWO_LETTERS },
	[FIRM_NEAR_BRAND] = { 26, SAY_FIRM_NEAR_BRAND },
	[FIRM_WIDER_TRADE] = { 28, SAY_FIRM_WIDER_TRADE },
	[FIRM_CUT_SHORT] = { 28, SAY_FIRM_CUT_SHORT },
	[FIRM_BRANCH] = { 20, SAY_FIRM_BRANCH },
	[FIRM_SHORT_NAME] = { 28, SAY_FIRM_SHORT_NAME },
	[FIRM_OTHER_REGION] = { 0, SAY_FIRM_OTHER_REGION },
	[FIRM_OTHER_BRANCH] = { 0, SAY_FIRM_OTHER_BRANCH },
	[FIRM_OTHER_TRADE] = { 0, SAY_FIRM_OTHER_TRADE },
	[FIRM_OTHER_NUMBER] = { 0, SAY_FIRM_OTHER_NUMBER },
	[FIRM_UNLIKE] = { 0, SAY_FIRM_UNLIKE },
};

static const enum evidence_level firm_levels[] = {
	[FIRM_SAME] = EVIDENCE_SAME,	 [FIRM_LIKELY] = EVIDENCE_LIKELY,	[FIRM_SHORT] = EVIDENCE_SHORT,
	[FIRM_SISTER] = EVIDENCE_SISTER, [FIRM_DIFFERENT] = EVIDENCE_DIFFERENT,
};

static const double NUMBERS_FIRST = -8, NUMBERS_SWAPPED = -25, NUMBERS_CUT = -10, NUMBERS_MISSING = -50,
		    NUMBERS_CONTRADICT = -60, DECIMALS_DIFFER = -25;
static const double TITLE_COMMON = -20, TITLE_VERY_COMMON = -26, TITLE_HELD_COMMON = -40;
static const double MOBILE_SAME = 8, EMAIL_SAME = 6, PERSON_SAME = 4, AGENT_SAME = 2, MOBILE_NEAR = 5;
static const double CONTACT_OTHER = -2;

/* What must be reached. */
static const double LIKELY_LEAST = 62, POSSIBLE_LEAST = 57;

/* --- evidence ------------------------------------------------------------------------------ */

static void add(struct verdict *verdict, struct str field, enum evidence_level level, double similarity, double points,
		enum say note, uint32_t number)
{
	if (verdict->evidence_count < JUDGE_EVIDENCE)
		verdict->evidence[verdict->evidence_count++] = (struct evidence){ field,  level, similarity,
										  points, note,	 number };
	verdict->score += points;
}

/* --- contacts ------------------------------------------------------------------------------ */

static uint32_t shared_contact(const uint32_t *a, const uint32_t *b)
{
	for (size_t i = 0; i < CORPUS_CONTACTS; i++)
		for (size_t j = 0; j < CORPUS_CONTACTS; j++)
			if (a[i] && a[i] == b[j])
				return a[i];
	return 0;
}

/* One digit other, or two neighbours exchanged. */
static bool is_near(struct str a, struct str b)
{
	size_t first = 0, last = a.len;

	if (a.len != b.len)
		return false;
	while (first < last && a.data[first] == b.data[first])
		first++;
	while (last > first && a.data[last - 1] == b.data[last - 1])
		last--;
	return last - first == 1 ||
	       (last - first == 2 && a.data[first] == b.data[first + 1] && a.data[first + 1] == b.data[first]);
}

struct contact_words {
	struct str field;
	double points;
	enum say same, agent, other;
};

static void weigh_contact(struct verdict *verdict, const struct contact_words *words, const uint32_t *a,
			  const uint32_t *b, const uint32_t *brands)
{
	uint32_t shared = shared_contact(a, b);

	if (shared && brands[shared] >= CORPUS_AGENT)
		add(verdict, words->field, EVIDENCE_SAME, 1, AGENT_SAME, words->agent, brands[shared]);
	else if (shared)
		add(verdict, words->field, EVIDENCE_SAME, 1, words->points, words->same, 0);
	else if (a[0] && b[0])
		add(verdict, words->field, EVIDENCE_DIFFERENT, 0, CONTACT_OTHER, words->other, 0);
}

static void weigh_contacts(const struct corpus *corpus, const struct entry *a, const struct entry *b,
			   struct verdict *verdict)
{
	static const struct contact_words mobile = { STR_INIT("mobile"), MOBILE_SAME, SAY_MOBILE_SAME, SAY_MOBILE_AGENT,
						     SAY_MOBILE_OTHER };
	static const struct contact_words email = { STR_INIT("email"), EMAIL_SAME, SAY_EMAIL_SAME, SAY_EMAIL_AGENT,
						    SAY_EMAIL_OTHER };

	if (a->mobile[0] && b->mobile[0] && !shared_contact(a->mobile, b->mobile) &&
	    is_near(corpus->mobile[a->mobile[0]], corpus->mobile[b->mobile[0]]))
		add(verdict, STR("mobile"), EVIDENCE_LIKELY, 0.9, MOBILE_NEAR, SAY_MOBILE_NEAR, 0);
	else
		weigh_contact(verdict, &mobile, a->mobile, b->mobile, corpus->mobile_brands);
	weigh_contact(verdict, &email, a->email, b->email, corpus->email_brands);
	if (a->person && a->person == b->person)
		add(verdict, STR("person"), EVIDENCE_SAME, 1, PERSON_SAME, SAY_PERSON_SAME, 0);
}

/* --- who ----------------------------------------------------------------------------------- */

/* The best of all members: a consortium is each of them. */
static struct firm_match compare_parties(const struct corpus *corpus, const struct entry *a, const struct entry *b)
{
	struct firm_match best = { .level = FIRM_DIFFERENT };

	for (uint8_t i = 0; i < a->party_count; i++) {
		for (uint8_t j = 0; j < b->party_count; j++) {
			struct firm_match match;

			if (a->party[i] == b->party[j])
				return (struct firm_match){ FIRM_SAME, FIRM_IDENTICAL, 1.0 };
			match = firm_compare(corpus->party[a->party[i]].firm, corpus->party[b->party[j]].firm);
			if (match.level < best.level || (i == 0 && j == 0))
				best = match;
		}
	}
	return best;
}

static void weigh_names(const struct likeness *like, const struct firm_match *who, struct verdict *verdict)
{
	const struct grade *title = &project_grades[like->level];

	add(verdict, STR("project"), title->level, like->similarity, title->points, title->note, 0);
	add(verdict, STR("applicant"), firm_levels[who->level], who->similarity, applicant_grades[who->why].points,
	    applicant_grades[who->why].note, 0);
}

/* --- both ---------------------------------------------------------------------------------- */

static void weigh_numbers(const struct entry *a, const struct entry *b, const struct likeness *like,
			  struct verdict *verdict)
{
	if (like->signs >= TITLE_SIGNS_MISSING && a->bag == b->bag)
		add(verdict, STR("numbers"), EVIDENCE_DIFFERENT, 0.5, NUMBERS_SWAPPED, SAY_NUMBERS_SWAPPED, 0);
	else if (like->signs == TITLE_SIGNS_CONTRADICT)
		add(verdict, STR("numbers"), EVIDENCE_DIFFERENT, 0, NUMBERS_CONTRADICT, SAY_NUMBERS_CONTRADICT, 0);
	else if (like->signs == TITLE_SIGNS_MISSING && like->level == LIKE_CUT)
		add(verdict, STR("numbers"), EVIDENCE_LIKELY, 0.7, NUMBERS_CUT, SAY_NUMBERS_CUT, 0);
	else if (like->signs == TITLE_SIGNS_MISSING)
		add(verdict, STR("numbers"), EVIDENCE_DIFFERENT, 0.5, NUMBERS_MISSING, SAY_NUMBERS_MISSING, 0);
	else if (like->signs == TITLE_SIGNS_FIRST)
		add(verdict, STR("numbers"), EVIDENCE_LIKELY, 0.9, NUMBERS_FIRST, SAY_NUMBERS_FIRST, 0);
	else if (a->title.decimal != b->title.decimal)
		add(verdict, STR("numbers"), EVIDENCE_DIFFERENT, 0.5, DECIMALS_DIFFER, SAY_NUMBERS_DECIMAL, 0);
}

static bool shares_contact(const struct entry *a, const struct entry *b)
{
	return shared_contact(a->mobile, b->mobile) || shared_contact(a->email, b->email);
}

/* A title that many have says little of who repeats whom, unless the applicant is beyond doubt. */
static void weigh_spread(const struct entry *a, const struct entry *b, const struct likeness *like,
			 const struct firm_match *who, struct verdict *verdict)
{
	uint32_t spread = a->spread > b->spread ? a->spread : b->spread;
	uint32_t least = a->spread < b->spread ? a->spread : b->spread;
	bool by_whole = like->level == LIKE_CUT; /* what is left of a word that was cut is no filler any more */
	uint16_t a_count = by_whole ? a->title.whole_count : a->title.content_count;
	uint16_t b_count = by_whole ? b->title.whole_count : b->title.content_count;
	const struct entry *shorter = a_count < b_count ? a : b;

	if (like->level > LIKE_TYPO && shorter->spread >= CORPUS_COMMON &&
	    (like->level != LIKE_CUT || least < CORPUS_COMMON)) {
		add(verdict, STR("title"), EVIDENCE_DIFFERENT, 0, TITLE_HELD_COMMON, SAY_TITLE_HELD_COMMON,
		    shorter->spread);
		return;
	}
	if (who->why == FIRM_IDENTICAL || spread < CORPUS_COMMON || (who->level == FIRM_SAME && shares_contact(a, b)))
		return;
	add(verdict, STR("title"), EVIDENCE_DIFFERENT, 0,
	    spread < CORPUS_VERY_COMMON ? TITLE_COMMON : TITLE_VERY_COMMON, SAY_TITLE_COMMON, spread);
}

/* The same letters whose digits say something else are a slip or another project: never sure. */
static enum judge_kind decide(const struct entry *a, const struct entry *b, const struct likeness *like,
			      const struct firm_match *who, const struct verdict *verdict)
{
	bool swapped = a->bag == b->bag, slipped = swapped && like->signs >= TITLE_SIGNS_MISSING;
	bool project = like->level <= LIKE_REWORDED && !slipped && a->title.decimal == b->title.decimal;
	bool applicant = who->level <= FIRM_SHORT;

	if ((like->signs == TITLE_SIGNS_CONTRADICT && !swapped) || like->level > LIKE_ALIKE || !applicant)
		return JUDGE_NOTHING;
	if (project && verdict->score >= LIKELY_LEAST)
		return JUDGE_LIKELY;
	return verdict->score >= POSSIBLE_LEAST ? JUDGE_POSSIBLE : JUDGE_NOTHING;
}

/* A firm and a branch of it, whatever else differs in their names. */
static bool is_branch_of(const struct corpus *corpus, const struct entry *a, const struct entry *b,
			 const struct firm_match *who)
{
	if (who->level > FIRM_SHORT || a->party_count != 1 || b->party_count != 1)
		return who->why == FIRM_BRANCH;
	return corpus->party[a->party[0]].firm->is_branch != corpus->party[b->party[0]].firm->is_branch;
}

/* Rare words enough that two applicants did not choose them by chance. */
static const float JOINT_SHARED = 24;

static enum judge_kind relate(const struct corpus *corpus, const struct entry *a, const struct entry *b,
			      const struct likeness *like, const struct firm_match *who)
{
	bool contact = shares_contact(a, b);

	if (like->signs == TITLE_SIGNS_CONTRADICT)
		return JUDGE_NOTHING;
	if (is_branch_of(corpus, a, b, who) && like->level <= LIKE_REWORDED)
		return JUDGE_BRANCH;
	if (who->level > FIRM_SHORT && like->level <= LIKE_TYPO && a->spread < CORPUS_COMMON &&
	    b->spread < CORPUS_COMMON && like->shared >= JOINT_SHARED)
		return JUDGE_JOINT;
	if (who->level <= FIRM_SHORT && contact && like->level >= LIKE_ALIKE && like->level <= LIKE_REPLACED)
		return like->exchanged ? JUDGE_EXCHANGED : JUDGE_REWORDED;
	return JUDGE_NOTHING;
}

static bool is_exact(const struct corpus *corpus, const struct entry *a, const struct entry *b)
{
	return record_is_same(&corpus->run->records.item[a->record], &corpus->run->records.item[b->record]);
}

/* Both repeat a third row: they need not be alike themselves, if only nothing contradicts. */
static const double CHAINED = 30;

bool judge_chained(const struct corpus *corpus, const struct entry *a, const struct entry *b, struct verdict *verdict)
{
	struct firm_match who = compare_parties(corpus, a, b);
	struct likeness like = likeness_of(corpus, a, b);

	*verdict = (struct verdict){ 0 };
	if (like.signs >= TITLE_SIGNS_MISSING || who.level > FIRM_SHORT || is_branch_of(corpus, a, b, &who) ||
	    is_exact(corpus, a, b))
		return false;
	weigh_names(&like, &who, verdict);
	weigh_numbers(a, b, &like, verdict);
	weigh_contacts(corpus, a, b, verdict);
	add(verdict, STR("chain"), EVIDENCE_LIKELY, 0, CHAINED, SAY_CHAINED, 0);
	verdict->kind = JUDGE_POSSIBLE;
	return true;
}

bool judge_pair(const struct corpus *corpus, const struct entry *a, const struct entry *b, struct verdict *verdict)
{
	struct firm_match who = compare_parties(corpus, a, b);
	struct likeness like;

	*verdict = (struct verdict){ 0 };
	if (who.level == FIRM_DIFFERENT && a->content != b->content)
		return false;
	if (a->whole == b->whole && is_exact(corpus, a, b))
		return false;
	like = likeness_of(corpus, a, b);
	if (like.level == LIKE_OTHER)
		return false;
	weigh_names(&like, &who, verdict);
	weigh_numbers(a, b, &like, verdict);
	weigh_spread(a, b, &like, &who, verdict);
	weigh_contacts(corpus, a, b, verdict);
	verdict->kind = is_branch_of(corpus, a, b, &who) ? JUDGE_NOTHING : decide(a, b, &like, &who, verdict);
	if (verdict->kind == JUDGE_NOTHING)
		verdict->kind = relate(corpus, a, b, &like, &who);
	return verdict->kind != JUDGE_NOTHING;
}
