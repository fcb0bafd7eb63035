#include "CLinux.h"

#include "waiter.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

/// Bytes that wait to be written.
struct piece {
  struct piece *next;
  size_t count;
  unsigned char bytes[];
};

struct clinux_writer {
  struct waiter waiter;
  int32_t descriptor;
  size_t capacity;
  /// What waits, from the piece that is being written on.
  struct piece *first;
  struct piece *last;
  size_t waiting;
  /// How many bytes have been taken and written since the beginning.
  uint64_t taken;
  uint64_t written;
  /// Whether somebody has waited for them in vain.
  int32_t is_late;
  int32_t number;
};

/// Writes some of the bytes; how many, or -errno.
static int64_t write_some(int32_t descriptor, const unsigned char *bytes, size_t count) {
  for (;;) {
    ssize_t written = write(descriptor, bytes, count);
    if (written > 0) return written;
    if (written == 0) return -EIO;
    if (errno == EINTR) continue;
    // Whoever shares the file may have it so that writing does not block.
    if (errno != EAGAIN) return -(int64_t)errno;
    struct pollfd output = {.fd = descriptor, .events = POLLOUT};
    poll(&output, 1, 1000);
  }
}

/// Writes one piece, and says so as it goes on.
static void write_piece(struct clinux_writer *writer, const struct piece *piece) {
  for (size_t done = 0; done < piece->count && writer->number == 0;) {
    pthread_mutex_unlock(&writer->waiter.lock);
    int64_t count = write_some(writer->descriptor, piece->bytes + done, piece->count - done);
    pthread_mutex_lock(&writer->waiter.lock);
    if (count < 0) {
      writer->number = (int32_t)-count;
    } else {
      done += (size_t)count;
      writer->written += (uint64_t)count;
    }
    pthread_cond_signal(&writer->waiter.changed);
  }
}

static void *write_on(void *context) {
  struct clinux_writer *writer = context;
  pthread_mutex_lock(&writer->waiter.lock);
  for (;;) {
    struct piece *piece = writer->first;
    if (piece == 0) {
      clinux_await_news(&writer->waiter, 0);
      continue;
    }
    write_piece(writer, piece);
    writer->first = piece->next;
    if (writer->first == 0) writer->last = 0;
    writer->waiting -= piece->count;
    free(piece);
    pthread_cond_signal(&writer->waiter.changed);
  }
  return 0;
}

struct clinux_writer *clinux_make_writer(int32_t descriptor, size_t capacity) {
  struct clinux_writer *writer = calloc(1, sizeof *writer);
  if (writer == 0) return 0;
  writer->descriptor = descriptor;
  writer->capacity = capacity;
  clinux_start_waiter(&writer->waiter);
  if (clinux_start_thread(write_on, writer) == 0) return writer;
  free(writer);
  return 0;
}

int32_t clinux_write_patiently(struct clinux_writer *writer, const void *bytes, size_t count,
                               int32_t is_last, int32_t milliseconds) {
  struct timespec deadline = clinux_deadline(milliseconds);
  pthread_mutex_lock(&writer->waiter.lock);
  int32_t number = writer->number;
  struct piece *piece = 0;
  if (number == 0 && !is_last && writer->waiting > 0 && writer->waiting + count > writer->capacity)
    number = ENOBUFS;
  if (number == 0) piece = malloc(sizeof *piece + count);
  if (piece != 0) {
    *piece = (struct piece){.count = count};
    memcpy(piece->bytes, bytes, count);
    *(writer->last == 0 ? &writer->first : &writer->last->next) = piece;
    writer->last = piece;
    writer->waiting += count;
    uint64_t end = writer->taken += count;
    pthread_cond_signal(&writer->waiter.changed);
    if (writer->written == end - count) writer->is_late = 0;
    while (!writer->is_late && writer->number == 0 && writer->written < end)
      if (!clinux_await_news(&writer->waiter, &deadline)) writer->is_late = writer->written < end;
    number = writer->number;
  } else if (number == 0) {
    number = ENOBUFS;
  }
  pthread_mutex_unlock(&writer->waiter.lock);
  return number;
}

int32_t clinux_await_writer(struct clinux_writer *writer, int32_t milliseconds) {
  pthread_mutex_lock(&writer->waiter.lock);
  uint64_t written = writer->written;
  struct timespec deadline = clinux_deadline(milliseconds);
  int isOver = 0;
  while (writer->first != 0 && writer->number == 0 && !isOver) {
    int hasNews = clinux_await_news(&writer->waiter, milliseconds < 0 ? 0 : &deadline);
    if (writer->written != written) {
      written = writer->written;
      deadline = clinux_deadline(milliseconds);
    } else {
      isOver = !hasNews;
    }
  }
  int32_t number = writer->number != 0 ? writer->number : isOver ? ETIMEDOUT : 0;
  pthread_mutex_unlock(&writer->waiter.lock);
  return number;
}
