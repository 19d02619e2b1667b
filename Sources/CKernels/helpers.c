// Threads that stay awake for a moment between two pieces of work. A denoising step is some hundred loops of a fraction of a
// millisecond each; waking a sleeping thread for every one of them costs a tenth of the step.

#include "CKernels.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#if defined(__x86_64__)
#define PAUSE() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define PAUSE() __asm__ volatile("yield")
#else
#define PAUSE() ((void)0)
#endif

// Some 50 to 200 microseconds, by processor: longer than what lies between two loops of a step.
enum { SPINS = 4096, MOST_HELPERS = 63 };

// What a helper is at: waiting, offered work that it may take and its owner take back, or working.
enum { IDLE, OFFERED, WORKING };

typedef struct {
  _Alignas(64) _Atomic int state;
  _Atomic int sleeps;
  void (*work)(void *context);
  void *context;
  pthread_mutex_t lock;
  pthread_cond_t wakes;
} helper;

static helper helpers[MOST_HELPERS];
static size_t helper_count;  // guarded by `busy`
static atomic_flag busy = ATOMIC_FLAG_INIT;

static void *help(void *argument) {
  helper *self = argument;
  for (;;) {
    for (int spin = 0; spin < SPINS && atomic_load_explicit(&self->state, memory_order_relaxed) != OFFERED; ++spin) PAUSE();
    int offered = OFFERED;
    if (atomic_compare_exchange_strong(&self->state, &offered, WORKING)) {
      self->work(self->context);
      atomic_store_explicit(&self->state, IDLE, memory_order_release);
      continue;
    }
    pthread_mutex_lock(&self->lock);
    atomic_store(&self->sleeps, 1);  // before the state is read again: who offers writes and reads in the other order
    while (atomic_load(&self->state) != OFFERED) pthread_cond_wait(&self->wakes, &self->lock);
    atomic_store(&self->sleeps, 0);
    pthread_mutex_unlock(&self->lock);
  }
  return NULL;
}

static void offer(helper *self, void (*work)(void *), void *context) {
  self->work = work;
  self->context = context;
  atomic_store(&self->state, OFFERED);
  if (!atomic_load(&self->sleeps)) return;
  pthread_mutex_lock(&self->lock);
  pthread_cond_signal(&self->wakes);
  pthread_mutex_unlock(&self->lock);
}

// Starts helpers until there are so many; fewer where the system has no more threads.
static size_t start_helpers(size_t count) {
  for (; helper_count < count; ++helper_count) {
    helper *next = &helpers[helper_count];
    pthread_t thread;
    pthread_mutex_init(&next->lock, NULL);
    pthread_cond_init(&next->wakes, NULL);
    if (pthread_create(&thread, NULL, help, next) != 0) break;
    pthread_detach(thread);
  }
  return helper_count < count ? helper_count : count;
}

int zk_run_with_helpers(size_t count, void (*work)(void *context), void *context) {
  if (atomic_flag_test_and_set_explicit(&busy, memory_order_acquire)) return 0;
  const size_t started = start_helpers(count < MOST_HELPERS ? count : MOST_HELPERS);
  for (size_t i = 0; i < started; ++i) offer(&helpers[i], work, context);
  work(context);
  for (size_t i = 0; i < started; ++i) {
    // Who has not begun by now need not.
    int offered = OFFERED;
    if (atomic_compare_exchange_strong(&helpers[i].state, &offered, IDLE)) continue;
    for (int spin = 0; atomic_load_explicit(&helpers[i].state, memory_order_acquire) != IDLE; ++spin) {
      if (spin < SPINS) PAUSE(); else sched_yield();
    }
  }
  atomic_flag_clear_explicit(&busy, memory_order_release);
  return 1;
}
