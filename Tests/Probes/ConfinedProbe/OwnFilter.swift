import CLinux

/// Installs a filter that allows everything on the calling thread alone; an error number, or 0.
func installAllowingFilter() -> Int32 {
  var instruction = sock_filter(code: 6, jt: 0, jf: 0, k: UInt32(SECCOMP_RET_ALLOW))
  return withUnsafeMutablePointer(to: &instruction) { instruction in
    var program = sock_fprog(len: 1, filter: instruction)
    return withUnsafeMutablePointer(to: &program) { program in
      _ = clinux_syscall(Int64(SYS_prctl), UInt64(PR_SET_NO_NEW_PRIVS), 1, 0, 0, 0, 0)
      let result = clinux_syscall(
        Int64(SYS_seccomp), UInt64(SECCOMP_SET_MODE_FILTER), 0,
        UInt64(UInt(bitPattern: program)), 0, 0, 0)
      return Int32(-result)
    }
  }
}

/// Gives the calling thread a name.
func nameThread(_ name: StaticString) {
  let address = UInt64(UInt(bitPattern: name.utf8Start))
  _ = clinux_syscall(Int64(SYS_prctl), UInt64(PR_SET_NAME), address, 0, 0, 0, 0)
}
