/*
 * The notice's rules. Each is a row of one table: what it looks at in a record, what
 * it looks at once all are settled, or why this run cannot check it.
 *
 * Rules look at merged and held rows; of a pair or a group the finding stands at the
 * later row and names the others (contract, section 2).
 */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include "model/fate.h"
#include "model/run.h"

/*
 * Which records break a rule that the profile marks 暂缓, once it is settled what
 * was folded. The array is the run's.
 */
uint32_t rules_holds(struct run *run, const struct fate_hold **hold);

/* Check every record that is not folded, then the run as a whole. Fates must be settled. */
void rules_check(struct run *run);

/* Does the rule have a say in this run? An audit looks for duplicates, and says what it could not read. */
bool rules_apply(const struct run *run, enum rule_id rule);

/* Which rules were checked, which could not be and why, which the profile turns off. */
void rules_status(struct run *run);

#endif
