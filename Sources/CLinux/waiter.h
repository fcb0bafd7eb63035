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

/// Makes a thread that handles no signal and that nobody joins; 0, or an error number.
int32_t clinux_start_thread(void *(*work)(void *), void *context);

#endif
