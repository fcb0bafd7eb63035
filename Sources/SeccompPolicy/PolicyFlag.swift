/// A flag that changes how the kernel treats a filter, see seccomp(2).
public enum PolicyFlag: String, CaseIterable, Hashable, Sendable {
  /// Verdicts other than allow are logged. `SECCOMP_FILTER_FLAG_LOG`.
  case log
  /// Speculative store bypass is left alone. `SECCOMP_FILTER_FLAG_SPEC_ALLOW`.
  case specAllow = "spec-allow"
  /// A notified call can only be interrupted by a deadly signal.
  /// `SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV`.
  case waitKillable = "wait-killable"
}
