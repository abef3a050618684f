/*
 * Amounts of money as offices write them: 1,200.50, １２００万元, 1亿2000万, 壹佰万元整.
 * What is written is never changed; these only say how much it is, so that amounts
 * can be added up and compared. Foreign currencies are no amounts here.
 */
#ifndef TEXT_AMOUNT_H
#define TEXT_AMOUNT_H

#include "base/arena.h"

struct amount {
	double number;
	bool in_yuan; /* the text names its unit; else the number is one of its column's unit */
};

/* False where it is no amount. */
bool amount_read(struct arena *scratch, struct str shown, struct amount *out);

/* How many yuan the unit is that a header names: 总投资（万元） 10000. 0 where it names none. */
double amount_unit(struct arena *scratch, struct str label);
/* The same of what stands above a table: 单位：万元. */
double amount_unit_above(struct arena *scratch, struct str title);

#endif
