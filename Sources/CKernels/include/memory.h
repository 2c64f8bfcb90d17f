#ifndef CNNS_MEMORY_H
#define CNNS_MEMORY_H

/* Lets the allocator keep what is freed, up to the size of some layers, instead of handing it back to the system and
   faulting it in anew. Does nothing where the C library has no such setting. */
void cnns_keep_freed_memory(void);

#endif
