/*
 * Who a text names: a region of the profile's [配额], or a recommender of one of
 * its kinds (中国*集团有限公司), which is a region of this run from then on. Those
 * stand behind the profile's own, in a profile that the run has for itself:
 * run->profile is exchanged when the first arrives, so that whoever asks it for
 * regions finds them all. The notice as it was loaded stays as it is.
 *
 * What it makes lives in the run's arena; recommenders_release gives the rest back.
 */
#ifndef RULES_RECOMMENDERS_H
#define RULES_RECOMMENDERS_H

#include "base/map.h"
#include "model/run.h"
#include "text/kind.h"
#include "text/place.h"

struct recommenders {
	struct run *run;
	struct place_names names;
	struct kind_names kinds;
	uint32_t listed;	       /* regions of [配额]; what comes behind them has arrived by its kind */
	struct map arrived;	       /* folded name to region, other names among them */
	struct profile *profile;       /* the run's own, once something has arrived */
	struct profile_region *region; /* its regions */
	uint32_t room;
	struct arena scratch;
};

void recommenders_init(struct recommenders *r, struct run *run);
void recommenders_release(struct recommenders *r);

/* The region that the text names; REGION_NONE for none, and for one of a kind that comes when there are too many. */
uint32_t recommenders_find(struct recommenders *r, struct str text);

/*
 * When all is read: those that only contradicted another source are given up, the rest stand in the order
 * of their groups, within one as they came. Records, sources and findings get their new numbers.
 */
void recommenders_order(struct recommenders *r);

/*
 * By what its name is compared: 中国×集团公司, 中国×集团有限公司 and 中国×集团 are one group, whatever it is called
 * this year.
 */
struct str recommenders_key(struct arena *arena, struct str name);

/* The profile's regions as they are looked for in text, known ones of a kind behind them; in the run's arena. */
struct place_names recommenders_names(struct run *run);

#endif
