#ifndef CLINUX_FILES_H
#define CLINUX_FILES_H

#include <stddef.h>
#include <stdint.h>

/// Opens the place of a file, but not the file: see open(2), `O_PATH`.
int clinux_open_path(int folder, const char *name, int flags);

/// The type of the file system that an open file is on, `f_type` of statfs(2); -errno on failure.
int64_t clinux_file_system(int descriptor);

/// Reads an extended attribute of an open file; its length, or -errno on failure. See getxattr(2).
int64_t clinux_attribute(int descriptor, const char *name, void *bytes, size_t count);

#endif
