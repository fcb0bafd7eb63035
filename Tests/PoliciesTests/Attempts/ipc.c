/// Queues, semaphores and shared memory, of System V and of POSIX.
#include "attempts.h"

#include <mqueue.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <time.h>

static const char *queue(const char *kind) {
  static char name[64];
  snprintf(name, sizeof name, "/sekat-attempt-%s-%ld", kind, place.neighbour);
  return name;
}
static const struct timespec soon = {0, 0};

ATTEMPT(ipc, queue_create) {
  return end(mq_open(queue("new"), O_RDONLY | O_CREAT, 0600, NULL)) ?: end(mq_unlink(queue("new")));
}
ATTEMPT(ipc, queue_open_write) { return end(mq_open(queue("old"), O_WRONLY)); }
ATTEMPT(ipc, queue_open_read_write) { return end(mq_open(queue("old"), O_RDWR)); }
ATTEMPT(ipc, queue_open_wide) {
  return end(syscall(SYS_mq_open, queue("old") + 1, 0x100000000 | O_RDWR, 0, NULL));
}
ATTEMPT(ipc, queue_open_read) { return end(mq_open(queue("old"), O_RDONLY)); }
ATTEMPT(ipc, queue_send) {
  int file = mq_open(queue("old"), O_WRONLY);
  return file < 0 ? errno : end(mq_timedsend(file, "x", 1, 0, &soon));
}
ATTEMPT(ipc, queue_receive) {
  char message[8192];
  int file = mq_open(queue("old"), O_RDONLY | O_NONBLOCK);
  return file < 0 ? errno : reach(mq_receive(file, message, sizeof message, NULL), EAGAIN);
}
ATTEMPT(ipc, queue_unlink) { return reach(syscall(SYS_mq_unlink, "sekat-none"), ENOENT); }

ATTEMPT(ipc, segment_create) {
  int id = shmget(IPC_PRIVATE, 4096, 0600);
  if (id < 0) return errno;
  return end(shmctl(id, IPC_RMID, NULL));
}
ATTEMPT(ipc, segment_create_key) {
  int id = shmget(0x5ea70000 | (getpid() & 0xffff), 4096, IPC_CREAT | IPC_EXCL | 0600);
  if (id < 0) return errno;
  return end(shmctl(id, IPC_RMID, NULL));
}
ATTEMPT(ipc, segment_open) { return end(shmget(place.key, 0, 0)); }
ATTEMPT(ipc, segment_attach) { return shmat(place.segment, NULL, 0) == (void *)-1 ? errno : 0; }
ATTEMPT(ipc, segment_attach_reading) {
  return shmat(place.segment, NULL, SHM_RDONLY) == (void *)-1 ? errno : 0;
}
ATTEMPT(ipc, segment_change) {
  struct shmid_ds state;
  if (shmctl(place.segment, IPC_STAT, &state)) return errno;
  return end(shmctl(place.segment, IPC_SET, &state));
}
ATTEMPT(ipc, segment_lock) { return end(shmctl(place.segment, SHM_LOCK, NULL)); }
ATTEMPT(ipc, segment_remove) { return reach(shmctl(0x7fffffff, IPC_RMID, NULL), EINVAL); }
ATTEMPT(ipc, segment_ask) {
  struct shmid_ds state;
  return end(shmctl(place.segment, IPC_STAT, &state));
}
ATTEMPT(ipc, messages_create) {
  int id = msgget(IPC_PRIVATE, 0600);
  if (id < 0) return errno;
  return end(msgctl(id, IPC_RMID, NULL));
}
ATTEMPT(ipc, messages_send) {
  struct { long kind; char text; } message = {1, 'x'};
  return end(msgsnd(place.queue, &message, 1, IPC_NOWAIT));
}
ATTEMPT(ipc, messages_receive) {
  struct { long kind; char text[64]; } message;
  return reach(msgrcv(place.queue, &message, 64, 0, IPC_NOWAIT), ENOMSG);
}
ATTEMPT(ipc, messages_change) {
  struct msqid_ds state;
  if (msgctl(place.queue, IPC_STAT, &state)) return errno;
  return end(msgctl(place.queue, IPC_SET, &state));
}
ATTEMPT(ipc, messages_remove) { return reach(msgctl(0x7fffffff, IPC_RMID, NULL), EINVAL); }
ATTEMPT(ipc, semaphore_create) {
  int id = semget(IPC_PRIVATE, 1, 0600);
  if (id < 0) return errno;
  return end(semctl(id, 0, IPC_RMID));
}
ATTEMPT(ipc, semaphore_raise) {
  struct sembuf raise = {0, 1, 0};
  return end(semop(place.semaphore, &raise, 1));
}
ATTEMPT(ipc, semaphore_raise_timed) {
  struct sembuf raise = {0, 1, 0};
  return end(semtimedop(place.semaphore, &raise, 1, &soon));
}
ATTEMPT(ipc, semaphore_set) { return end(semctl(place.semaphore, 0, SETVAL, 3)); }
ATTEMPT(ipc, semaphore_set_all) {
  unsigned short values[1] = {3};
  return end(semctl(place.semaphore, 0, SETALL, values));
}
ATTEMPT(ipc, semaphore_remove) { return reach(semctl(0x7fffffff, 0, IPC_RMID), EINVAL); }
ATTEMPT(ipc, semaphore_ask) { return end(semctl(place.semaphore, 0, GETVAL)); }
