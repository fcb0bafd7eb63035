// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

extension StaticTable {
  /// Calls whose registers differ on one ABI: name:ABI, arguments.
  static let registerRows = StaticTable(
    """
    chown:arm filename/pathname/path:ptr;user/owner:u16;group:u16
    chown:i386 filename/pathname/path:ptr;user/owner:u16;group:u16
    clone:aarch64 clone_flags/flags:u32;newsp/stack:u64;parent_tidptr/parent_tid:ptr;tls:u64;child_tidptr/child_tid:ptr
    clone:arm clone_flags/flags:u32;newsp/stack:u32;parent_tidptr/parent_tid:ptr;tls:u32;child_tidptr/child_tid:ptr
    clone:i386 clone_flags/flags:u32;newsp/stack:u32;parent_tidptr/parent_tid:ptr;tls:u32;child_tidptr/child_tid:ptr
    clone:mips64el clone_flags/flags:u32;newsp/stack:u64;parent_tidptr/parent_tid:ptr;tls:u64;child_tidptr/child_tid:ptr
    clone:ppc64le clone_flags/flags:u32;newsp/stack:u64;parent_tidptr/parent_tid:ptr;tls:u64;child_tidptr/child_tid:ptr
    clone:riscv64 clone_flags/flags:u32;newsp/stack:u64;parent_tidptr/parent_tid:ptr;tls:u64;child_tidptr/child_tid:ptr
    clone:s390x newsp/stack:u64;clone_flags/flags:u32;parent_tidptr/parent_tid:ptr;child_tidptr/child_tid:ptr;tls:u64
    fadvise64:aarch64 fd:fd;offset:i64;len/size:i64;advice:i32
    fadvise64:i386 fd:fd;offset_low:u32;offset_high:u32;len/size:u32;advice:i32
    fadvise64:loongarch64 fd:fd;offset:i64;len/size:i64;advice:i32
    fadvise64:mips64el fd:fd;offset:i64;len/size:i64;advice:i32
    fadvise64:riscv64 fd:fd;offset:i64;len/size:i64;advice:i32
    fadvise64:s390x fd:fd;offset:i64;len/size:i64;advice:i32
    fallocate:arm fd:fd;mode:i32;offset_low:u32;offset_high:u32;len_low:u32;len_high:u32
    fallocate:i386 fd:fd;mode:i32;offset_low:u32;offset_high:u32;len_low:u32;len_high:u32
    fanotify_mark:arm fanotify_fd:fd;flags:u32;mask_low:u32;mask_high:u32;dfd/dirfd:dirfd;pathname/path:ptr
    fanotify_mark:i386 fanotify_fd:fd;flags:u32;mask_low:u32;mask_high:u32;dfd/dirfd:dirfd;pathname/path:ptr
    fchown:arm fd:fd;user/owner:u16;group:u16
    fchown:i386 fd:fd;user/owner:u16;group:u16
    ftruncate64:arm fd:fd;pad:u32;offset_low:u32;offset_high:u32
    lchown:arm filename/pathname/path:ptr;user/owner:u16;group:u16
    lchown:i386 filename/pathname/path:ptr;user/owner:u16;group:u16
    mmap:i386 arg:ptr
    mmap:mips64el addr:u64;len/length:u64;prot:u32;flags:u32;fd:fd;offset:i64
    mmap:ppc64le addr:u64;len/length:u64;prot:u32;flags:u32;fd:fd;offset:i64
    mmap:s390x arg:ptr
    personality:ppc64le personality/persona:u64
    pipe:mips64el ()
    pread64:arm fd:fd;buf:ptr;count:u32;pad:u32;pos_low:u32;pos_high:u32
    pread64:i386 fd:fd;buf:ptr;count:u32;pos_low:u32;pos_high:u32
    preadv2:x32 fd:fd;vec/iov:ptr;vlen/iovcnt:u64;pos:i64;flags:i32
    preadv:x32 fd:fd;vec/iov:ptr;vlen/iovcnt:u64;pos:i64
    pwrite64:arm fd:fd;buf:ptr;count:u32;pad:u32;pos_low:u32;pos_high:u32
    pwrite64:i386 fd:fd;buf:ptr;count:u32;pos_low:u32;pos_high:u32
    pwritev2:x32 fd:fd;vec/iov:ptr;vlen/iovcnt:u64;pos:i64;flags:i32
    pwritev:x32 fd:fd;vec/iov:ptr;vlen/iovcnt:u64;pos:i64
    readahead:arm fd:fd;pad:u32;offset_low:u32;offset_high:u32;count:u32
    readahead:i386 fd:fd;offset_low:u32;offset_high:u32;count:u32
    select:i386 arg:ptr
    set_thread_area:mips64el addr:u64
    setfsgid:arm gid/fsgid:u16
    setfsgid:i386 gid/fsgid:u16
    setfsuid:arm uid/fsuid:u16
    setfsuid:i386 uid/fsuid:u16
    setgid:arm gid:u16
    setgid:i386 gid:u16
    setregid:arm rgid:u16;egid:u16
    setregid:i386 rgid:u16;egid:u16
    setresgid:arm rgid:u16;egid:u16;sgid:u16
    setresgid:i386 rgid:u16;egid:u16;sgid:u16
    setresuid:arm ruid:u16;euid:u16;suid:u16
    setresuid:i386 ruid:u16;euid:u16;suid:u16
    setreuid:arm ruid:u16;euid:u16
    setreuid:i386 ruid:u16;euid:u16
    setuid:arm uid:u16
    setuid:i386 uid:u16
    sync_file_range:i386 fd:fd;offset_low:u32;offset_high:u32;nbytes_low:u32;nbytes_high:u32;flags:i32
    truncate64:arm filename/path:ptr;pad:u32;offset_low:u32;offset_high:u32

    """,
    starts: [
      0, 62, 125, 241, 353, 466, 583, 699, 815, 929, 988, 1064, 1127, 1187, 1246, 1303, 1388, 1474,
      1578, 1683, 1725, 1768, 1829, 1892, 1956, 1974, 2048, 2121, 2140, 2184, 2201, 2270, 2332, 2396,
      2449, 2519, 2582, 2647, 2701, 2770, 2832, 2852, 2886, 2913, 2941, 2968, 2996, 3015, 3035, 3066,
      3098, 3139, 3181, 3222, 3264, 3295, 3327, 3346, 3366, 3465,
    ])
}
