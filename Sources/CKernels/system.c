// What the C library of Linux offers and Swift's modules do not show.

#define _GNU_SOURCE

#include "CKernels.h"

#if defined(__linux__)

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

// The system refuses a mask that is too short for its cores.
enum { MOST_CORES = 32768 };

int zk_allowed_cores(void) {
  const size_t size = CPU_ALLOC_SIZE(MOST_CORES);
  cpu_set_t *mask = CPU_ALLOC(MOST_CORES);
  if (!mask) return 0;
  const int count = sched_getaffinity(getpid(), size, mask) == 0 ? CPU_COUNT_S(size, mask) : 0;
  CPU_FREE(mask);
  return count;
}

#else

int zk_allowed_cores(void) { return 0; }

#endif

#if defined(__GLIBC__)

#include <malloc.h>

void zk_trim_heap(void) { malloc_trim(0); }

#else

void zk_trim_heap(void) {}

#endif
