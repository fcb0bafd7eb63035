#ifndef CLINUX_PATIENCE_H
#define CLINUX_PATIENCE_H

#include <stddef.h>
#include <stdint.h>

// Calls that may never come back, made by threads of their own for one that must not wait for ever:
// reading memory that a hostile process serves, and writing into a pipe that nobody reads.

/// Reads memory of another thread with process_vm_readv(2), or as below; how many bytes, or -errno.
int64_t clinux_read_memory(int32_t thread, uint64_t address, void *bytes, size_t count);

/// Reads it by `/proc/TID/mem` alone, which is there where the call is refused.
int64_t clinux_read_memory_file(int32_t thread, uint64_t address, void *bytes, size_t count);

/// A thread that reads memory.
struct clinux_reader;

/// Makes a thread that reads where there is none; 0, or an error number: `EBUSY` where so many have been
/// given up that no other is made.
int32_t clinux_prepare_reader(struct clinux_reader **reader);

/// Reads memory of another thread, a page at most.
///
/// @param reader The thread that does it, which is made when there is none; it is given up, and null,
/// when its time is over. It ends when its read comes back.
/// @param milliseconds How long it may take.
/// @return How many bytes, or -errno: `ETIMEDOUT` where its time is over, or why there is no thread.
int64_t clinux_read_patiently(struct clinux_reader **reader, int32_t thread, uint64_t address,
                              void *bytes, size_t count, int32_t milliseconds);

/// Ends the thread; null is none.
void clinux_release_reader(struct clinux_reader *reader);

/// A thread that writes what is handed to it, in order.
struct clinux_writer;

/// A writer; null where there is no memory or no thread.
///
/// @param descriptor Where it writes; it stays open as long as the writer.
/// @param capacity How many bytes may wait to be written.
struct clinux_writer *clinux_make_writer(int32_t descriptor, size_t capacity);

/// Has bytes written, all or none.
///
/// Waits until they are written, but not for long, and not at all as long as earlier ones are late.
///
/// @param is_last Whether they are taken also where there is no room.
/// @return 0 where they are taken; `ENOBUFS` where there is no room; the error number where writing has
/// failed before.
int32_t clinux_write_patiently(struct clinux_writer *writer, const void *bytes, size_t count,
                               int32_t is_last, int32_t milliseconds);

/// Waits until all is written.
///
/// @param milliseconds How long nothing at all may be written meanwhile; -1 where that does not matter.
/// @return 0; `ETIMEDOUT`; or the error number where writing has failed.
int32_t clinux_await_writer(struct clinux_writer *writer, int32_t milliseconds);

#endif
