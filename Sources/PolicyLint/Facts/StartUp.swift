import SourceDiagnostics

/// What the C libraries call on the way to `main`, and what becomes of it when that is refused.
///
/// Found by refusing one call at a time; the live tests do it again.
enum StartUp {
  /// A call that is needed, or several of which one will do.
  struct Need: Sendable {
    var calls: [String]
    /// Whether an error does no harm, so that only killing does.
    var survivesErrors: Bool
  }

  /// A kind of programs, each of which needs more than the one before.
  struct Stage: Sendable {
    /// The programs, as the beginning of "… cannot start".
    var programs: String
    var severity: Diagnostic.Severity
    var needs: [Need]
  }

  static let stages = [
    Stage(
      programs: "a program", severity: .error,
      needs: [needed("arch_prctl"), probed("set_tid_address")]),
    Stage(
      programs: "a program that is linked with glibc", severity: .warning,
      needs: [
        needed("mprotect"), probed("brk"), probed("set_robust_list"), probed("rseq"),
        probed("prlimit64"), probed("readlink", "readlinkat"), probed("getrandom"),
      ]),
    Stage(
      programs: "a dynamically linked program", severity: .warning,
      needs: [
        needed("mmap"), needed("openat"), needed("read"), needed("close"),
        needed("fstat", "newfstatat"), probed("munmap"), probed("access", "faccessat"),
      ]),
  ]

  private static func needed(_ calls: String...) -> Need {
    Need(calls: calls, survivesErrors: false)
  }
  private static func probed(_ calls: String...) -> Need {
    Need(calls: calls, survivesErrors: true)
  }
}
