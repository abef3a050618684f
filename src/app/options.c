#include "app/options.h"

#include <getopt.h>
#include <unistd.h>

#include "app/trouble.h"
#include "text/width.h"

/* --- commands -------------------------------------------------------------- */

static const struct {
	const char *name, *chinese;
	enum command command;
	enum say help;
} commands[] = {
	{ "merge", "汇总", COMMAND_MERGE, SAY_HELP_MERGE },
	{ "check", "核查", COMMAND_CHECK, SAY_HELP_CHECK },
	{ "audit", "查重", COMMAND_AUDIT, SAY_HELP_AUDIT },
	{ "extract", "提取", COMMAND_EXTRACT, SAY_HELP_EXTRACT },
	{ "dump", "单元格", COMMAND_DUMP, SAY_HELP_DUMP },
	{ "explain", "释义", COMMAND_EXPLAIN, SAY_HELP_EXPLAIN },
	{ "form", "空表", COMMAND_FORM, SAY_HELP_FORM },
	{ "profile", "方案", COMMAND_PROFILE, SAY_HELP_PROFILE },
	{ "history", "历史", COMMAND_HISTORY, SAY_HELP_HISTORY },
	{ "trace", "溯源", COMMAND_TRACE, SAY_HELP_TRACE },
	{ "prune", "清理", COMMAND_PRUNE, SAY_HELP_PRUNE },
};

/* --- options --------------------------------------------------------------- */

typedef bool option_setter(struct options *options, const char *value);

#define FOR(command) (1u << (command))
enum {
	RUNS = FOR(COMMAND_MERGE) | FOR(COMMAND_CHECK) | FOR(COMMAND_AUDIT),
	READS = RUNS | FOR(COMMAND_EXTRACT) | FOR(COMMAND_DUMP),
	RULED = READS | FOR(COMMAND_FORM) | FOR(COMMAND_EXPLAIN),
	RECALLS = FOR(COMMAND_HISTORY) | FOR(COMMAND_TRACE),
	KEEPS = FOR(COMMAND_MERGE) | FOR(COMMAND_CHECK) | RECALLS | FOR(COMMAND_PRUNE),
	ALL = RULED | KEEPS | FOR(COMMAND_PROFILE)
};

static bool set_profile(struct options *options, const char *value)
{
	options->profile = value;
	return true;
}

static bool set_output(struct options *options, const char *value)
{
	options->output = value;
	return true;
}

static bool set_json(struct options *options, const char *value)
{
	options->json = value;
	return *value != '\0';
}

static bool set_returns(struct options *options, const char *value)
{
	options->returns = value;
	return *value != '\0';
}

/* A page is looked at, not piped: "-" is a slip. */
static bool set_html(struct options *options, const char *value)
{
	options->html = value;
	return *value != '\0' && strcmp(value, "-") != 0;
}

static bool set_password_file(struct options *options, const char *value)
{
	options->password_file = value;
	return *value != '\0';
}

static bool set_rulings(struct options *options, const char *value)
{
	options->rulings = value;
	return *value != '\0';
}

static bool set_state(struct options *options, const char *value)
{
	options->state = value;
	return *value != '\0';
}

static bool add_file(struct option_files *files, const char *value)
{
	if (*value == '\0' || files->count == OPTION_FILES)
		return false;
	files->path[files->count++] = value;
	return true;
}

static bool set_recommended(struct options *options, const char *value)
{
	return add_file(&options->listed[LIST_RECOMMENDED], value);
}

static bool set_awarded(struct options *options, const char *value)
{
	return add_file(&options->listed[LIST_AWARDED], value);
}

static bool set_received(struct options *options, const char *value)
{
	return add_file(&options->listed[LIST_RECEIVED], value);
}

static bool set_fail_on(struct options *options, const char *value)
{
	static const struct {
		const char *word;
		enum severity severity;
	} words[] = { { "error", SEVERITY_ERROR }, { "warning", SEVERITY_WARNING }, { "never", SEVERITY_OFF } };

	for (size_t i = 0; i < ARRAY_COUNT(words); i++)
		if (strcmp(value, words[i].word) == 0) {
			options->fail_on = words[i].severity;
			return true;
		}
	return false;
}

static bool set_jobs(struct options *options, const char *value)
{
	char *end;
	unsigned long jobs = strtoul(value, &end, 10);

	options->jobs = (uint32_t)jobs;
	return *value >= '0' && *value <= '9' && *end == '\0' && jobs >= 1 && jobs <= 1024;
}

static bool set_one_opinion(struct options *options, const char *value)
{
	(void)value;
	return options->one_opinion = true;
}

static bool set_settle(struct options *options, const char *value)
{
	char *end;
	unsigned long seconds = strtoul(value, &end, 10);

	options->settle = (uint32_t)seconds;
	return *value >= '0' && *value <= '9' && *end == '\0' && seconds <= INT32_MAX;
}

static bool set_night(struct options *options, const char *value)
{
	char *end;

	options->night = strtoll(value, &end, 10);
	return *value >= '0' && *value <= '9' && *end == '\0' && options->night >= 1 && options->night < INT64_MAX;
}

/* A month is 31 days and a year 366: what is kept is never less than what was meant. Longer than 100 years is a slip.
 */
static bool set_keep(struct options *options, const char *value)
{
	static const struct {
		char letter;
		int days;
	} units[] = { { 'd', 1 }, { 'w', 7 }, { 'm', 31 }, { 'y', 366 } };
	char *end;
	long long number = strtoll(value, &end, 10);

	for (size_t i = 0; i < ARRAY_COUNT(units); i++)
		if (*value >= '0' && *value <= '9' && *end == units[i].letter && !end[1] && number >= 1 &&
		    number <= 36600 / units[i].days) {
			options->keep = number * units[i].days * 86400;
			return true;
		}
	return false;
}

static bool set_trust_stat(struct options *options, const char *value)
{
	(void)value;
	return options->trust_stat = true;
}

static bool set_no_sandbox(struct options *options, const char *value)
{
	(void)value;
	return options->no_sandbox = true;
}

static bool set_lang(struct options *options, const char *value)
{
	if (strcmp(value, "zh") != 0 && strcmp(value, "en") != 0)
		return false;
	options->files = options->terminal = strcmp(value, "en") == 0 ? LANG_EN : LANG_ZH;
	return true;
}

static bool set_color(struct options *options, const char *value)
{
	static const char *const words[] = {
		[COLOR_AUTO] = "auto", [COLOR_ALWAYS] = "always", [COLOR_NEVER] = "never"
	};

	for (size_t i = 0; i < ARRAY_COUNT(words); i++)
		if (strcmp(value, words[i]) == 0) {
			options->color = (enum color)i;
			return true;
		}
	return false;
}

static bool set_log(struct options *options, const char *value)
{
	static const char *const words[] = {
		[LOG_AUTO] = "auto", [LOG_PLAIN] = "plain", [LOG_LEVELS] = "levels", [LOG_JOURNAL] = "journal"
	};

	for (size_t i = 0; i < ARRAY_COUNT(words); i++)
		if (strcmp(value, words[i]) == 0) {
			options->log = (enum log_form)i;
			return true;
		}
	return false;
}

static bool set_nagios(struct options *options, const char *value)
{
	(void)value;
	return options->nagios = true;
}

static bool set_quiet(struct options *options, const char *value)
{
	(void)value;
	options->quiet = true;
	options->verbose = false;
	return true;
}

static bool set_verbose(struct options *options, const char *value)
{
	(void)value;
	options->verbose = true;
	options->quiet = false;
	return true;
}

static bool set_help(struct options *options, const char *value)
{
	(void)value;
	return options->help = true;
}

static bool set_version(struct options *options, const char *value)
{
	(void)value;
	return options->version = true;
}

static const struct option_row {
	char letter;		  /* 0: long only */
	const char *name, *value; /* value NULL: takes none */
	unsigned commands;
	option_setter *set;
	enum say help;
	const char *preset;
	enum say group; /* that begins here, in the help */
} rows[] = {
	{ 'p', "profile", "NAME|FILE", RULED | RECALLS, set_profile, SAY_HELP_OPT_PROFILE, "guangdong-2020-971",
	  SAY_HELP_OPTIONS },
	{ 'o', "output", "FILE", FOR(COMMAND_MERGE) | FOR(COMMAND_AUDIT) | FOR(COMMAND_FORM), set_output,
	  SAY_HELP_OPT_OUTPUT, "汇总表-<profile>.xlsx", SAY_NOTHING },
	{ 0, "json", "FILE|-", RUNS | RECALLS, set_json, SAY_HELP_OPT_JSON, NULL, SAY_NOTHING },
	{ 0, "html", "FILE", RUNS, set_html, SAY_HELP_OPT_HTML, NULL, SAY_NOTHING },
	{ 0, "returns", "DIR", FOR(COMMAND_MERGE) | FOR(COMMAND_CHECK), set_returns, SAY_HELP_OPT_RETURNS, NULL,
	  SAY_NOTHING },
	{ 0, "rulings", "FILE", RUNS, set_rulings, SAY_HELP_OPT_RULINGS, NULL, SAY_HELP_OPTIONS_GIVEN },
	{ 0, "received", "FILE", FOR(COMMAND_MERGE) | FOR(COMMAND_CHECK), set_received, SAY_HELP_OPT_RECEIVED, NULL,
	  SAY_NOTHING },
	{ 0, "recommended", "FILE", RUNS, set_recommended, SAY_HELP_OPT_RECOMMENDED, NULL, SAY_NOTHING },
	{ 0, "awarded", "FILE", RUNS, set_awarded, SAY_HELP_OPT_AWARDED, NULL, SAY_NOTHING },
	{ 0, "password-file", "FILE", READS, set_password_file, SAY_HELP_OPT_PASSWORD_FILE, NULL, SAY_NOTHING },
	{ 0, "state", "FILE", KEEPS, set_state, SAY_HELP_OPT_STATE, NULL, SAY_HELP_OPTIONS_NIGHTS },
	{ 0, "trust-stat", NULL, FOR(COMMAND_MERGE) | FOR(COMMAND_CHECK), set_trust_stat, SAY_HELP_OPT_TRUST_STAT, NULL,
	  SAY_NOTHING },
	{ 0, "settle", "SECONDS", READS, set_settle, SAY_HELP_OPT_SETTLE, "0", SAY_NOTHING },
	{ 0, "nagios", NULL, RUNS, set_nagios, SAY_HELP_OPT_NAGIOS, NULL, SAY_NOTHING },
	{ 0, "night", "N", FOR(COMMAND_TRACE), set_night, SAY_HELP_OPT_NIGHT, NULL, SAY_NOTHING },
	{ 0, "keep", "400d", FOR(COMMAND_PRUNE), set_keep, SAY_HELP_OPT_KEEP, NULL, SAY_NOTHING },
	{ 'j', "jobs", "N", READS, set_jobs, SAY_HELP_OPT_JOBS, NULL, SAY_HELP_OPTIONS_READING },
	{ 0, "no-second-opinion", NULL, READS, set_one_opinion, SAY_HELP_OPT_ONE_OPINION, NULL, SAY_NOTHING },
	{ 0, "no-sandbox", NULL, READS, set_no_sandbox, SAY_HELP_OPT_NO_SANDBOX, NULL, SAY_NOTHING },
	{ 0, "fail-on", "error|warning|never", READS, set_fail_on, SAY_HELP_OPT_FAIL_ON, "error",
	  SAY_HELP_OPTIONS_SAID },
	{ 0, "lang", "zh|en", ALL, set_lang, SAY_HELP_OPT_LANG, NULL, SAY_NOTHING },
	{ 'q', "quiet", NULL, ALL, set_quiet, SAY_HELP_OPT_QUIET, NULL, SAY_NOTHING },
	{ 'v', "verbose", NULL, ALL, set_verbose, SAY_HELP_OPT_VERBOSE, NULL, SAY_NOTHING },
	{ 0, "color", "auto|always|never", ALL, set_color, SAY_HELP_OPT_COLOR, "auto", SAY_NOTHING },
	{ 0, "log", "auto|plain|levels|journal", ALL, set_log, SAY_HELP_OPT_LOG, "auto", SAY_NOTHING },
	{ 'h', "help", NULL, ALL, set_help, SAY_HELP_OPT_HELP, NULL, SAY_NOTHING },
	{ 'V', "version", NULL, ALL, set_version, SAY_HELP_OPT_VERSION, NULL, SAY_NOTHING },
};

enum { ROWS = ARRAY_COUNT(rows), FIRST_LONG = 256 };

/* --- parsing --------------------------------------------------------------- */

struct tables {
	struct option longs[ROWS + 1];
	char letters[2 + 2 * ROWS + 1];
};

static void make_tables(struct tables *tables)
{
	size_t at = 0;

	*tables = (struct tables){ 0 };
	tables->letters[at++] = ':'; /* a missing value is told from an unknown option */
	for (int i = 0; i < ROWS; i++) {
		tables->longs[i] = (struct option){ rows[i].name, rows[i].value ? required_argument : no_argument, NULL,
						    FIRST_LONG + i };
		if (!rows[i].letter)
			continue;
		tables->letters[at++] = rows[i].letter;
		if (rows[i].value)
			tables->letters[at++] = ':';
	}
}

static const struct option_row *row_of(int code)
{
	for (int i = 0; i < ROWS; i++)
		if (code == FIRST_LONG + i || (rows[i].letter && code == rows[i].letter))
			return &rows[i];
	return NULL;
}

/* How many letters two words have in common at their beginnings: enough to guess a slip of the finger. */
static size_t common(const char *a, const char *b)
{
	size_t length = 0;

	while (a[length] && a[length] == b[length])
		length++;
	return length;
}

static const char *nearest(const char *written)
{
	const char *best = NULL;
	size_t most = 1;

	for (int i = 0; i < ROWS; i++)
		if (common(written, rows[i].name) > most) {
			most = common(written, rows[i].name);
			best = rows[i].name;
		}
	return best;
}

static bool refuse(enum lang lang, enum say say, const char *a, const char *b, const char *c)
{
	trouble_say(lang, say, 3,
		    (struct arg[]){ DIAG_TEXT(str_from(a)), DIAG_TEXT(str_from(b)), DIAG_TEXT(str_from(c)) });
	return false;
}

static bool refuse_unknown(const struct options *options, char **argv)
{
	char letter[3] = { '-', (char)optopt, '\0' };
	const char *written = argv[optind - 1];
	/* Of a letter among others optind does not say where it stands: the letter alone is known. */
	const char *near = !optopt && str_starts(str_from(written), STR("--")) ? nearest(written + 2) : NULL;
	char long_name[64];

	if (optopt >= FIRST_LONG)
		return refuse(options->terminal, SAY_TROUBLE_OPTION_NO_VALUE, written, NULL, NULL);
	if (near) {
		snprintf(long_name, sizeof(long_name), "--%s", near);
		return refuse(options->terminal, SAY_TROUBLE_OPTION_NEAR, written, long_name, NULL);
	}
	return refuse(options->terminal, SAY_TROUBLE_OPTION, optopt ? letter : written, NULL, NULL);
}

static enum say trouble_of(const struct option_row *row, const char *value)
{
	if (row->set == set_jobs)
		return SAY_TROUBLE_OPTION_NUMBER;
	if (row->set == set_keep)
		return SAY_TROUBLE_OPTION_KEEP;
	if (row->set == set_night)
		return SAY_TROUBLE_OPTION_NIGHT;
	return (row->set == set_recommended || row->set == set_awarded || row->set == set_received) && *value
		       ? SAY_TROUBLE_OPTION_MANY
		       : SAY_TROUBLE_OPTION_BAD;
}

static bool take_option(struct options *options, int code, const char *value, unsigned *seen)
{
	const struct option_row *row = row_of(code);
	char name[64];

	*seen |= 1u << (row - rows);
	if (row->set(options, value))
		return true;
	snprintf(name, sizeof(name), "--%s", row->name);
	return refuse(options->terminal, trouble_of(row, value), name, value, row->value);
}

/* Options that the command does not have are refused, not passed over. */
static bool fits_command(const struct options *options, unsigned seen, const char *command)
{
	char name[64];

	for (int i = 0; i < ROWS; i++) {
		if (!(seen & 1u << i) || rows[i].commands & FOR(options->command))
			continue;
		snprintf(name, sizeof(name), "--%s", rows[i].name);
		return refuse(options->terminal, SAY_TROUBLE_OPTION_HERE, name, command, NULL);
	}
	return true;
}

static bool take_command(struct options *options, const char *word)
{
	for (size_t i = 0; i < ARRAY_COUNT(commands); i++)
		if (strcmp(word, commands[i].name) == 0 || strcmp(word, commands[i].chinese) == 0) {
			options->command = commands[i].command;
			return true;
		}
	return refuse(options->terminal, SAY_TROUBLE_COMMAND, word, NULL, NULL);
}

/* The first of the locale's variables that is set speaks; one without a language says nothing. */
static enum lang lang_of_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return strncmp(value, "en", 2) == 0 ? LANG_EN : LANG_ZH;
	}
	return LANG_ZH;
}

/* Two things cannot be all that standard output holds. */
static bool fit_together(const struct options *options)
{
	if (options->nagios && options->json && strcmp(options->json, "-") == 0)
		return refuse(options->terminal, SAY_TROUBLE_OPTION_BESIDE, "--nagios", "--json -", NULL);
	return true;
}

static bool take_operands(struct options *options, int argc, char **argv, unsigned seen)
{
	if (options->help || options->version)
		return true;
	if (optind >= argc)
		return refuse(options->terminal, SAY_TROUBLE_NO_COMMAND, NULL, NULL, NULL);
	if (!take_command(options, argv[optind]) || !fits_command(options, seen, argv[optind]) ||
	    !fit_together(options))
		return false;
	options->operand = argv + optind + 1;
	options->operand_count = (uint32_t)(argc - optind - 1);
	return true;
}

bool options_parse(struct options *options, int argc, char **argv)
{
	struct tables tables;
	unsigned seen = 0;
	int code;

	*options = (struct options){ .fail_on = SEVERITY_ERROR, .files = LANG_ZH, .terminal = lang_of_locale() };
	make_tables(&tables);
	opterr = 0;
	while ((code = getopt_long(argc, argv, tables.letters, tables.longs, NULL)) != -1) {
		if (code == ':')
			return refuse(options->terminal, SAY_TROUBLE_OPTION_VALUE, argv[optind - 1], NULL, NULL);
		if (code == '?')
			return refuse_unknown(options, argv);
		if (!take_option(options, code, optarg, &seen))
			return false;
	}
	return take_operands(options, argc, argv, seen);
}

/* --- help ------------------------------------------------------------------ */

/* Where what an option does begins; no line of the help is wider than 80. */
enum { HELP_COLUMN = 29 };

/* Ideographs are two columns wide: printf's own padding counts bytes. */
static void add_padded(struct buf *out, struct str text, uint32_t columns)
{
	buf_add(out, text);
	for (uint32_t width = width_of(text); width < columns; width++)
		buf_add_char(out, ' ');
}

static void help_commands(struct buf *out, enum lang lang)
{
	buf_printf(out, "\n%.*s\n", STR_ARG(say_word(lang, SAY_HELP_COMMANDS)));
	for (size_t i = 0; i < ARRAY_COUNT(commands); i++) {
		buf_printf(out, "  %-8s ", commands[i].name);
		add_padded(out, str_from(commands[i].chinese), 8);
		buf_printf(out, "%.*s\n", STR_ARG(say_word(lang, commands[i].help)));
	}
}

static void help_option(struct buf *out, enum lang lang, const struct option_row *row)
{
	char left[64];

	snprintf(left, sizeof(left), "  %c%c%c --%s %s", row->letter ? '-' : ' ', row->letter ? row->letter : ' ',
		 row->letter ? ',' : ' ', row->name, row->value ? row->value : "");
	add_padded(out, str_from(left), HELP_COLUMN);
	if (strlen(left) >= HELP_COLUMN)
		buf_printf(out, "\n%*s", HELP_COLUMN, "");
	buf_add(out, say_word(lang, row->help));
	if (row->preset)
		buf_printf(out, " [%s]", row->preset);
	buf_add_char(out, '\n');
}

static void help_options(struct buf *out, enum lang lang)
{
	for (int i = 0; i < ROWS; i++) {
		if (rows[i].group != SAY_NOTHING)
			buf_printf(out, "\n%.*s\n", STR_ARG(say_word(lang, rows[i].group)));
		help_option(out, lang, &rows[i]);
	}
}

void options_help(struct buf *out, enum lang lang)
{
	buf_printf(out, "%.*s\n\n%.*s\n", STR_ARG(say_word(lang, SAY_HELP_USAGE)),
		   STR_ARG(say_word(lang, SAY_HELP_INTRO)));
	help_commands(out, lang);
	help_options(out, lang);
	buf_printf(out, "\n%.*s\n\n%.*s\n", STR_ARG(say_word(lang, SAY_HELP_EXAMPLES)),
		   STR_ARG(say_word(lang, SAY_HELP_STATUS)));
}
