/* What the rules share: one function a rule, and the places they report. */
#ifndef RULES_RULE_H
#define RULES_RULE_H

#include "model/run.h"

/* Function types, so that the table and the declarations below cannot disagree. */
typedef void rule_record_check(const struct run *run, const struct record *record, const struct diag_sink *diag);
typedef void rule_run_check(struct run *run, const struct diag_sink *diag);

rule_record_check field_check_record, contact_check_record, direction_check_record, applicant_check_record,
	sum_check_record;
/* Says applicant.repeat of every row of a later project: where the rule holds rows, the first project goes on. */
void applicant_later_projects(const struct run *run, const struct diag_sink *diag);
rule_run_check applicant_check_run, quota_check_run, direction_check_run, duplicate_check_run, ruling_check_run,
	inputs_check_run, regions_check_run, excluded_check_run, sum_check_run, deadline_check_run;

/* Says excluded.* of every row that a list names: at the row, so that it can hold it. */
void excluded_report(const struct run *run, const struct diag_sink *diag);
/* Why a list's rule was not checked; SAY_NOTHING where it was. */
enum say excluded_lacks(const struct run *run, enum list_kind list);

/* Why arrivals were not checked, or not those of all regions. */
struct rule_reason deadline_lacks(struct run *run);

/* Says that an input is of a kind that is not read, and what to do. */
void inputs_report_unsupported(const struct run *run, uint32_t index, const struct diag_sink *diag);

/* The row by the cell that names its project, else its applicant: what a person looks for. */
struct where rule_row(const struct run *run, const struct record *record);
/* Its cell of a column of the profile; where the table lacks the column, as rule_row. */
struct where rule_cell(const struct run *run, const struct record *record, uint32_t column);
/* The cell of the part of a contact: the column for mails where there is one of its own. */
struct where rule_part(const struct run *run, const struct record *record, uint32_t column, enum message_part part);

#endif
