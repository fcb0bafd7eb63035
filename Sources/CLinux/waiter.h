#ifndef CLINUX_WAITER_H
#define CLINUX_WAITER_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

// What two threads need that wait for each other.

/// A lock, and the news that something has changed under it.
struct waiter {
  pthread_mutex_t lock;
  pthread_cond_t changed;
};

/// Makes a waiter whose time goes on whatever is done to the clock.
void clinux_start_waiter(struct waiter *waiter);

/// The end of a time that begins now.
struct timespec clinux_deadline(int32_t milliseconds);

/// Waits for news under the lock; whether there may be some, and not only the time is over.
int clinux_await_news(struct waiter *waiter, const struct timespec *deadline);

/// What is left until then; whether anything is.
int clinux_is_left(const struct timespec *deadline, struct timespec *left);

/// Waits for a while, null is for ever, or until a word is another one than it was known to be.
///
/// It may come back earlier.
void clinux_await_change(const volatile int32_t *word, int32_t known,
                         const struct timespec *patience);

/// Wakes the thread or process that waits for a word to change.
void clinux_tell_change(volatile int32_t *word);

/// Makes a thread that handles no signal and that nobody joins; 0, or an error number.
int32_t clinux_start_thread(void *(*work)(void *), void *context);

#endif
