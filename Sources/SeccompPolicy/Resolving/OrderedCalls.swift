import LinuxABI

/// Calls without repetition in the order in which they were added.
struct OrderedCalls {
  /// The calls; `nil` where one was removed.
  private var list: [NamedCall?] = []
  /// Where in the list each call of the tables is, by its index there; -1 where it is not.
  private var syscalls: [Int32] = []
  /// Where in the list numbers are that no table knows.
  private var numbers: [UInt32: Int] = [:]
  private var count = 0
  private(set) var hasRemoved = false

  var isEmpty: Bool { count == 0 }
  var all: [NamedCall] { list.compactMap { $0 } }
  var hasNumber: Bool { !numbers.isEmpty }

  mutating func add(_ calls: [NamedCall]) {
    for call in calls where index(of: call) == nil {
      setIndex(of: call, to: list.count)
      list.append(call)
      count += 1
    }
  }

  mutating func remove(_ call: NamedCall) -> Bool {
    guard let index = index(of: call) else { return false }
    setIndex(of: call, to: nil)
    list[index] = nil
    count -= 1
    hasRemoved = true
    return true
  }

  private func index(of call: NamedCall) -> Int? {
    switch call {
    case .syscall(let syscall):
      guard syscall.index < syscalls.count, syscalls[syscall.index] >= 0 else { return nil }
      return Int(syscalls[syscall.index])
    case .number(let number): return numbers[number]
    }
  }

  private mutating func setIndex(of call: NamedCall, to index: Int?) {
    switch call {
    case .syscall(let syscall):
      if syscalls.isEmpty { syscalls = Array(repeating: -1, count: Syscall.count) }
      syscalls[syscall.index] = index.map(Int32.init) ?? -1
    case .number(let number): numbers[number] = index
    }
  }
}
