import LinuxABI

/// A call that goes on as `restart_syscall` when it was interrupted by a stop.
///
/// They are those for which the kernel keeps a `restart_block`. Others are made again as they were
/// (`ppoll`, `select`, `FUTEX_LOCK_PI`, `futex_wait`), or end with `EINTR` (`epoll_wait`). The facts
/// are in `Sources/TableGenerator/Facts/restarted.tsv`.
struct RestartedCall: Sendable {
  let name: String
  /// The use of it that is meant.
  let use: CallUse

  /// All of them.
  static let all: [RestartedCall] = {
    let table = StaticTable.restartedRows
    return (0..<table.count).compactMap { line in
      guard let name = table.field(1, ofLine: line), let use = table.field(2, ofLine: line) else {
        return nil
      }
      return RestartedCall(name: name, use: CallUse(parsing: use[...]))
    }
  }()
}
