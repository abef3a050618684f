#include "app/extract.h"

#include "app/lines.h"
#include "app/trouble.h"
#include "output/report.h"
#include "rules/regions.h"

struct extract {
	struct lines lines;
	struct regions *regions;
	uint32_t source, sheet; /* whose region is known */
};

static bool put_record(void *user, struct record *record)
{
	struct extract *extract = user;
	struct run *run = &extract->lines.run;

	if (extract->source != record->source || extract->sheet != record->sheet) {
		extract->source = record->source;
		extract->sheet = record->sheet;
		regions_begin_sheet(extract->regions, &run->sheets.item[run->sheets.count - 1]);
	}
	regions_settle_record(extract->regions, record);
	report_record(extract->lines.json, run, record);
	return lines_next(&extract->lines);
}

int extract_run(const struct options *options)
{
	struct extract extract = { 0 };
	struct diag_sink sink = diag_list_sink(&extract.lines.run.findings);
	int status = STATUS_NOT_DONE;

	if (lines_open(&extract.lines, options, false)) {
		extract.regions = regions_new(&extract.lines.run, &sink);
		extract.lines.intake.collector.on_record = put_record;
		extract.lines.intake.collector.user = &extract;
		status = lines_run(&extract.lines, options);
		regions_free(extract.regions);
	}
	lines_close(&extract.lines);
	return status;
}
