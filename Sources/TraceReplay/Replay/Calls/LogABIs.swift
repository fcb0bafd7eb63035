import LinuxABI

/// The ABIs that the calls of a log may have come through: one that was asked for, or those of a
/// machine.
struct LogABIs: Sendable {
  /// The ABIs, in the order in which they are thought of.
  let all: [ABI]
  /// The ABI of all calls, where there is only one.
  let only: ABI?

  /// The ABIs of a machine, or the one ABI of all calls.
  init(of machine: Machine, all abi: ABI?) {
    // A name that only x32 and i386 have is more often i386's.
    all =
      abi.map { [$0] } ?? machine.abis.filter { $0 != .x32 } + machine.abis.filter { $0 == .x32 }
    only = all.count == 1 ? all[0] : nil
  }

  /// The ABI that is taken for granted as long as nothing tells.
  var usual: ABI { all[0] }

  /// The ABI of the machine's 64-bit programs.
  var wide: ABI? { all.first { $0.registerWidth == 64 } }

  /// The ABI of the machine's 32-bit programs.
  var narrow: ABI? { all.first { $0.registerWidth == 32 } }

  /// What a word about the mode of a program means here, which may name only the width.
  func named(_ mode: ABI) -> ABI? {
    switch mode {
    case .x86_64: wide
    case .i386: narrow
    default: all.first { $0 == mode }
    }
  }

  /// The ABI that a name gives away, among those of 64-bit and of 32-bit programs.
  func evidence(_ index: SyscallNames.Index, _ names: SyscallNames) -> ABI? {
    guard let wide, let narrow else { return nil }
    if narrow == .i386, names.names[Int(index)] == "set_thread_area" { return narrow }
    let isWide = names.isKnown(index, on: wide)
    let isNarrow = names.isKnown(index, on: narrow)
    return isWide == isNarrow ? nil : isWide ? wide : narrow
  }
}
