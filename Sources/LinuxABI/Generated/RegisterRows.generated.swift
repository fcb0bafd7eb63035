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
    io_submit:x32 ctx_id:u32;nr/n:i32;iocbpp:ptr
    ioctl:x32 fd:fd;cmd/request/op:u32;arg:u32
    kexec_load:x32 entry:u32;nr_segments:u32;segments:ptr;flags:u32
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
    ptrace:x32 request/op:i32;pid:i32;addr:u32;data:u32
    pwrite64:arm fd:fd;buf:ptr;count:u32;pad:u32;pos_low:u32;pos_high:u32
    pwrite64:i386 fd:fd;buf:ptr;count:u32;pos_low:u32;pos_high:u32
    pwritev2:x32 fd:fd;vec/iov:ptr;vlen/iovcnt:u64;pos:i64;flags:i32
    pwritev:x32 fd:fd;vec/iov:ptr;vlen/iovcnt:u64;pos:i64
    readahead:arm fd:fd;pad:u32;offset_low:u32;offset_high:u32;count:u32
    readahead:i386 fd:fd;offset_low:u32;offset_high:u32;count:u32
    recvfrom:x32 fd/sockfd:fd;ubuf/buf:ptr;size/len:u32;flags:u32;addr/src_addr:ptr;addr_len/addrlen:ptr
    rt_sigaction:x32 sig/signum:i32;act:ptr;oact/oldact:ptr;sigsetsize:u32
    rt_sigpending:x32 uset/set:ptr;sigsetsize:u32
    rt_sigtimedwait:x32 uthese/set:ptr;uinfo/info:ptr;uts/timeout:ptr;sigsetsize:u32
    select:i386 arg:ptr
    set_robust_list:x32 head:ptr;len/size:u32
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
      1578, 1683, 1725, 1768, 1829, 1874, 1917, 1981, 2044, 2108, 2126, 2200, 2273, 2292, 2336, 2353,
      2422, 2484, 2548, 2601, 2653, 2723, 2786, 2851, 2905, 2974, 3036, 3137, 3208, 3254, 3335, 3355,
      3397, 3431, 3458, 3486, 3513, 3541, 3560, 3580, 3611, 3643, 3684, 3726, 3767, 3809, 3840, 3872,
      3891, 3911, 4010,
    ])
}
