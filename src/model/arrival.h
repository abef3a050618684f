/*
 * The register of arrivals (收件登记): what the office wrote down when a region's papers came in. Its
 * rows are the records of run->listed[LIST_RECEIVED], read under a profile of these columns; rules/deadline makes
 * deliveries of them, and of those what each region's arrival is.
 */
#ifndef MODEL_ARRIVAL_H
#define MODEL_ARRIVAL_H

#include "diag/diag.h"
#include "text/moment.h"

/* The columns of a register's profile. */
enum { ARRIVAL_REGION, ARRIVAL_TIME, ARRIVAL_DAY, ARRIVAL_COLUMNS };

enum arrival_state {
	ARRIVAL_UNCHECKED, /* why says why */
	ARRIVAL_IN_TIME,
	ARRIVAL_LATE,
	ARRIVAL_NOTHING /* of a region that sent nothing and that the register does not name */
};

/* A row of the register; one that names several regions is a delivery of each. */
struct delivery {
	uint32_t region; /* REGION_NONE: the register names none that is known */
	uint32_t record; /* of the register's run */
	enum arrival_state state;
	enum say why;
	bool is_moment; /* moment is known */
	struct moment moment;
};

/*
 * A region's arrival. Each row is a delivery, and what came in time came in time: a later one is a supplement or a
 * correction, and is told beside it. Where none came in time and one cannot be judged, neither can the region.
 */
struct arrival {
	enum arrival_state state;
	enum say why;
	uint32_t delivery;    /* index of the one that decides, where `count` is not 0 */
	uint32_t count, late; /* deliveries; those after the deadline */
};

#endif
