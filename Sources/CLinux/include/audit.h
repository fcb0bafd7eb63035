#ifndef CLINUX_AUDIT_H
#define CLINUX_AUDIT_H

#include <stddef.h>
#include <stdint.h>

// The kernel's audit as those hear it who may read and change nothing: the multicast group
// AUDIT_NLGRP_READLOG, to which a program may listen beside auditd, or without one.

/// Opens a socket that hears all records from now on.
///
/// @param size How many bytes of records the kernel keeps while nobody reads, if it agrees.
/// @return The descriptor, or -errno: -EPROTONOSUPPORT where the kernel has no audit, -EPERM without
///   CAP_AUDIT_READ.
int64_t clinux_listen_to_audit(int32_t size);

/// Takes the next datagram that the kernel has sent; does not wait for one.
///
/// @return Its length, which is greater than `count` where not all of it was taken; or -errno: -EAGAIN
///   where there is none, -ENOBUFS where some were lost since the last call.
int64_t clinux_receive_audit(int32_t descriptor, void *bytes, size_t count);

/// How many records did not fit into a socket; -errno where the kernel does not say.
int64_t clinux_audit_overruns(int32_t descriptor);

/// How many records the kernel has lost before anybody was told of them, since it was started; -errno
/// where it does not say that to this process.
int64_t clinux_audit_lost(void);

#endif
