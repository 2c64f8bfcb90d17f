#ifndef CNNS_PROCESSORS_H
#define CNNS_PROCESSORS_H

#include <pthread.h>

/* How many processors this process may run on; at least 1. */
int cnns_processor_count(void);

/* The processor that the calling thread runs on at the moment, or -1. */
int cnns_current_processor(void);

/* Keeps a thread off the processor that the calling thread runs on, if the latter may run on more than `others` of them. A thread that is woken
   by another one is often put on the same processor, where both then take turns. */
void cnns_keep_off(pthread_t thread, int others);

#endif
