import LinuxABI

/// What is learnt of calls.
struct LearnedCalls {
  /// The ABIs of all calls, and what is to be learnt of them.
  var abis: Set<ABI> = []
  var calls: [ABI: [UInt32: LearnedCall]] = [:]
  /// Calls that are to be answered with `ENOSYS`, since older ones were learnt in their place.
  var replaced: [ABI: Set<UInt32>] = [:]
  /// The names of calls that rules of the base answer with `ENOSYS`, and that have no older ones.
  var closed: Set<String> = []

  /// Adds a call.
  mutating func add(
    _ number: UInt32, _ registers: Registers?, of call: ObservedCall
  ) {
    guard call.isOfTable else {
      add(number, registers, on: call.abi, at: call.location)
      return
    }
    calls[call.abi, default: [:]][number] =
      calls[call.abi]?[number] ?? LearnedCall(location: call.location)
  }

  /// Adds a call that was made.
  ///
  /// - Parameters:
  ///   - number: Its number.
  ///   - registers: What is known of its registers; `nil` where they are those of another one.
  ///   - abi: Its ABI.
  ///   - location: Where a log shows it, if one does.
  mutating func add(
    _ number: UInt32, _ registers: Registers?, on abi: ABI, at location: CallLocation?
  ) {
    var learned = calls[abi]?[number] ?? LearnedCall(location: location)
    if learned.count == 0 { learned.location = location }
    if let known = Syscall.numbered(number, on: abi), let registers {
      learned.add(registers, known.arguments(on: abi) ?? [], of: known.name, on: abi)
    } else {
      learned.count += 1
    }
    calls[abi, default: [:]][number] = learned
  }

  /// Adds what was learnt elsewhere.
  mutating func add(_ other: Self) {
    abis.formUnion(other.abis)
    closed.formUnion(other.closed)
    replaced.merge(other.replaced) { $0.union($1) }
    for (abi, calls) in other.calls {
      self.calls[abi, default: [:]].merge(calls) { known, found in
        var sum = known
        sum.add(found)
        return sum
      }
    }
  }
}

/// What is learnt of each log, the calls that were made under a filter by themselves.
final class LearnedLogs {
  private struct Log {
    var free = LearnedCalls()
    var filtered = LearnedCalls()
  }

  private var logs: [Int: Log] = [:]

  /// Changes what is learnt from calls of the kind that a call is of.
  func learn(_ call: ObservedCall, _ body: (inout LearnedCalls) -> Void) {
    if call.isUnderFilter {
      body(&logs[call.log, default: Log()].filtered)
    } else {
      body(&logs[call.log, default: Log()].free)
    }
  }

  /// What is learnt from all logs.
  ///
  /// - Parameter launched: The logs that a launcher is in: only what was called under its filter
  ///   is the program's. Who installs a filter without starting a program after that makes the calls
  ///   before it too when it is started under the policy.
  /// - Returns: The calls.
  func all(launched: Set<Int>) -> LearnedCalls {
    var all = LearnedCalls()
    for (number, log) in logs.sorted(by: { $0.key < $1.key }) {
      if !launched.contains(number) { all.add(log.free) }
      all.add(log.filtered)
    }
    return all
  }
}
