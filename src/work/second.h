/*
 * The second reader of .xls, in a process of its own (app/second_process.h), as
 * whoever reads an input sees it: asked once for a file, then cell by cell, in
 * the order of the cells. Whatever becomes of it (it refuses, dies, hangs, speaks
 * nonsense) its opinion is missing from there on and nothing else.
 *
 * Its process is started for the first file, and again where it was lost; or at
 * once, by a process that will be closed off: that needs no more than to read and
 * write one descriptor for the rest.
 */
#ifndef WORK_SECOND_H
#define WORK_SECOND_H

#include "work/worker.h"

struct second;

/* Never NULL. No process is started yet. */
struct second *second_new(void);
/* Do now what would be done for each file, in each process that is forked of this one and asks. */
void second_warm(struct second *second);
/* Start it now, for one file or for many, and never again: the process that asks is about to be closed off. */
void second_start(struct second *second, bool many);
/*
 * Never start it again, nor at all. Its socket gets this number, which stays when all
 * others are closed; send and read on it are the only calls that are made from now on.
 */
void second_close_off(struct second *second, int fd);
void second_free(struct second *second);

/* As the worker asks it, one file after the other. The second's own. */
const struct worker_second *second_asked(struct second *second);

#endif
