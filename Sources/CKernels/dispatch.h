// Run-time dispatch: ZK_KERNEL before a function makes one copy per instruction set, chosen when the program
// is loaded. ZK_INLINE helpers are compiled into each copy.
//
// With ZK_SINGLE defined there is one copy, for the instruction set the compiler was given (-march): so each
// can be tested on one machine (Scripts/test-instruction-sets).

#ifndef ZK_DISPATCH_H
#define ZK_DISPATCH_H

#include "CKernels.h"

// ThreadSanitizer instruments the function that chooses, which runs before its own run time is set up.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ZK_SINGLE
#endif
#endif

#if defined(__x86_64__) && defined(__linux__) && !defined(ZK_SINGLE)
#define ZK_DISPATCHED 1
#define ZK_KERNEL __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ZK_KERNEL
#endif

#define ZK_INLINE static inline __attribute__((always_inline))

// Sums may be reordered into vector lanes: the order depends on the instruction set, never on threads.
#define ZK_REASSOCIATE _Pragma("clang fp reassociate(on) contract(fast)")

#endif
