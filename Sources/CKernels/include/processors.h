#ifndef CNNS_PROCESSORS_H
#define CNNS_PROCESSORS_H

/* How many processors this process may run on; at least 1. */
int cnns_processor_count(void);

#endif
