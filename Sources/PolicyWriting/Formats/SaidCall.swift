import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter

/// What is said of a call by formats that have one list of rules for all ABIs.
struct SaidCall {
  let syscall: Syscall
  /// What gets another verdict than the calls that nothing is said of.
  let parts: [VerdictRegion.Part]
}

extension PolicyMeaning {
  /// The verdict on the calls of the machine's own ABI that nothing is said of.
  var standard: FilterAction { sections[0].standard }

  /// What is to be said of calls that other calls are made through.
  enum Multiplexers {
    /// Nothing, where it depends on which call that is: what is said of that call says it.
    case left
    /// All that there is to say.
    case said
  }

  /// The newest calls that get `ENOSYS`, and after which no other verdict than the default's comes.
  ///
  /// Loaders of profiles answer so to whatever is above all that a profile names.
  var newest: Set<Syscall> {
    let own = sections[0]
    guard let noCall = ErrnoName.number(of: "ENOSYS", on: own.abi) else { return [] }
    func number(_ call: PolicyMeaning.Call) -> UInt32 { call.syscall.number(on: own.abi) ?? 0 }
    let others = own.calls.filter { $0.verdict != .errno(noCall) && $0.verdict != own.standard }
    let last = others.map(number).max() ?? 0
    return Set(
      own.calls.filter { $0.verdict == .errno(noCall) && number($0) > last }.map(\.syscall))
  }

  /// The calls above which all get `ENOSYS`, or are none, on each ABI; as far as they get the default.
  var lastCalls: [String] {
    let last = sections.compactMap { section -> String? in
      let noCall = ErrnoName.number(of: "ENOSYS", on: section.abi).map { FilterAction.errno($0) }
      let last = section.calls.filter { $0.verdict != noCall }.max { left, right in
        (left.syscall.number(on: section.abi) ?? 0) < (right.syscall.number(on: section.abi) ?? 0)
      }
      return last?.verdict == standard ? last?.syscall.name : nil
    }
    return Set(last).sorted()
  }

  /// The calls of which something is to be said, as the first ABI has it that knows them.
  func saidCalls(_ multiplexers: Multiplexers) -> [SaidCall] {
    var names: Set<String> = []
    var said: [SaidCall] = []
    for section in sections {
      for call in section.calls where names.insert(call.syscall.name).inserted {
        let isMultiplexer =
          MultiplexedCall.exist(on: section.abi)
          && MultiplexedCall.multiplexers.contains(call.syscall)
        if isMultiplexer, multiplexers == .left, call.verdict == nil { continue }
        let parts = call.parts.filter { $0.verdicts[0] != standard }
        if !parts.isEmpty { said.append(SaidCall(syscall: call.syscall, parts: parts)) }
      }
    }
    return said.sorted { $0.syscall.name < $1.syscall.name }
  }

  /// The calls of the machine's own ABI of which something is to be said, for formats that serve no other.
  var saidCallsOfMachine: [SaidCall] {
    saidCalls(.said).filter { $0.syscall.number(on: machine.abi) != nil }
  }

  /// Whether some ABI has calls that others are made through.
  var hasMultiplexers: Bool { sections.contains { MultiplexedCall.exist(on: $0.abi) } }
}
