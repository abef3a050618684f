/* The command line: one table of commands and one of options, parser and help at once. */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include "base/log.h"
#include "diag/say.h"
#include "model/run.h"

enum command {
	COMMAND_NONE,
	COMMAND_MERGE,
	COMMAND_CHECK,
	COMMAND_AUDIT,
	COMMAND_EXTRACT,
	COMMAND_DUMP,
	COMMAND_EXPLAIN,
	COMMAND_FORM,
	COMMAND_PROFILE,
	COMMAND_HISTORY,
	COMMAND_TRACE,
	COMMAND_PRUNE
};
enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Files of an option that may be repeated; borrowed from argv. More lists than this nobody keeps. */
enum { OPTION_FILES = 64 };
struct option_files {
	uint32_t count;
	const char *path[OPTION_FILES];
};

struct options {
	enum command command;
	const char *profile, *output, *json, *html, *password_file, *rulings,
		*state;	     /* NULL where not given; from argv */
	const char *returns; /* a folder */
	struct option_files listed[LIST_KINDS];
	enum severity fail_on; /* SEVERITY_OFF: never */
	uint32_t jobs;	       /* 0: as many as there are cores */
	bool no_sandbox;
	uint32_t settle; /* seconds */
	int64_t night;	 /* a run's number; 0: the last */
	int64_t keep;	 /* seconds; 0: not given */
	bool trust_stat; /* what looks as it did is not read */
	enum lang files, terminal;
	bool quiet, verbose, help, version;
	bool one_opinion; /* .xls are read by our own reader only */
	enum color color;
	bool nagios;
	enum log_form log;
	uint32_t operand_count;
	char *const *operand;
};

/*
 * Read the command line and the environment (LC_ALL, LC_MESSAGES, LANG, NO_COLOR).
 * False after one line on standard error. Changes the order of argv.
 */
MUST_CHECK bool options_parse(struct options *options, int argc, char **argv);

/* What --help prints. */
void options_help(struct buf *out, enum lang lang);

#endif
