/* How a place is written for people: 广州市/汇总.xls 汇总表!B5. */
#ifndef APP_PLACES_H
#define APP_PLACES_H

#include "diag/say.h"
#include "model/run.h"

struct say_places places_of(struct run *run);

#endif
