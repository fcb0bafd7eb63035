import LinuxABI

/// The names that logs have for calls, and what the calls are on each ABI.
///
/// A name is known by its index in a list.
struct SyscallNames: Sendable {
  /// A name by its index in the list.
  typealias Index = UInt16

  /// What is said of a name that the tables lack.
  static let unknown = Index.max

  /// The names in the order of their indices.
  let names: [String]
  /// The calls that the names are of.
  let calls: [Syscall]
  /// The number of each name on each ABI, or -1: `abi * names.count + index`.
  private let numbers: [Int64]
  /// For each name how it can come through `socketcall` or `ipc`.
  private let multiplexedForms: [MultiplexedCall?]
  /// For each name the calls that C libraries make where it is answered with `ENOSYS`.
  private let olderCalls: [[Index]]
  private let roles: [CallRole]

  /// The names of the tables.
  static let all = SyscallNames()

  private init() {
    let calls = Array(Syscall.all)
    let names = calls.map(\.name)
    self.names = names
    self.calls = calls
    numbers = ABI.allCases.flatMap { abi in
      names.map { name in
        Self.call(loggedAs: name, on: abi)?.number(on: abi).map(Int64.init) ?? -1
      }
    }
    multiplexedForms = calls.map(MultiplexedCall.form)
    let fallbacks = Dictionary(
      uniqueKeysWithValues: LibraryFallback.all.map { ($0.newer, $0.older) })
    olderCalls = names.map { name in
      (fallbacks[name] ?? []).compactMap { names.firstIndex(of: $0).map(Index.init) }
    }
    roles = names.map(CallRole.init(of:))
  }

  /// The call that logs mean by a name: on arm two have names of their own in the kernel's tables.
  static func call(loggedAs name: String, on abi: ABI) -> Syscall? {
    switch (name, abi) {
    case ("fadvise64_64", .arm): Syscall.named("arm_fadvise64_64")
    case ("sync_file_range2", .arm): Syscall.named("arm_sync_file_range")
    default: Syscall.named(name)
    }
  }

  /// The index of a name, or ``unknown``.
  func index(of name: String) -> Index {
    (Syscall.named(name)?.index).map(Index.init) ?? Self.unknown
  }

  /// What a call of a name does to threads.
  @inline(__always) func role(of index: Index) -> CallRole {
    index == Self.unknown ? .plain : roles[Int(index)]
  }

  /// The number of a call on an ABI, as the register carries it.
  @inline(__always) func number(of index: Index, on abi: ABI) -> UInt32? {
    guard index != Self.unknown else { return nil }
    let number = numbers[Int(abi.rawValue) * names.count + Int(index)]
    return number < 0 ? nil : UInt32(truncatingIfNeeded: number)
  }

  /// How a call can come through `socketcall` or `ipc` on an ABI, if it can.
  func multiplexedForm(of index: Index, on abi: ABI) -> (form: MultiplexedCall, number: UInt32)? {
    guard index != Self.unknown, let form = multiplexedForms[Int(index)],
      let number = form.multiplexer.number(on: abi)
    else { return nil }
    return (form, number)
  }

  /// The number and registers of a call that came through `socketcall` or `ipc` on an ABI, if it can.
  func multiplexedCall(
    _ index: Index, on abi: ABI
  ) -> (number: UInt32, registers: Registers)? {
    guard let (form, number) = multiplexedForm(of: index, on: abi) else { return nil }
    var registers = Registers(width: abi.registerWidth)
    registers.value[0] = form.selector
    registers.known[0] |= form.selectorMask
    return (number, registers)
  }

  /// Whether C libraries make an older call where this one is answered with `ENOSYS`.
  @inline(__always) func hasOlder(_ index: Index) -> Bool {
    index != Self.unknown && !olderCalls[Int(index)].isEmpty
  }

  /// The call that C libraries make where this one is answered with `ENOSYS`, if there is one.
  func older(than index: Index, on abi: ABI) -> Index? {
    guard index != Self.unknown else { return nil }
    return olderCalls[Int(index)].first { number(of: $0, on: abi) != nil }
  }

  /// Whether a line with this name can be about a call of the ABI.
  func isKnown(_ index: Index, on abi: ABI) -> Bool {
    number(of: index, on: abi) != nil || multiplexedForm(of: index, on: abi) != nil
  }

  /// The ABIs that have a call of this name, with this number if one is given.
  func abis(having index: Index, numbered number: UInt32? = nil) -> [ABI] {
    ABI.allCases.filter { abi in
      guard let number else { return isKnown(index, on: abi) }
      return self.number(of: index, on: abi) == number
        || multiplexedForm(of: index, on: abi)?.number == number
    }
  }
}
