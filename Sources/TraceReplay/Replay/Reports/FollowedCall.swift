public import ClassicBPF
import LinuxABI

/// A call that somebody is told of as soon as a log has it, and what the filters say of it.
public struct FollowedCall: Sendable {
  /// What a report would say of it, with its place.
  public var tally: ReplayReport.CallTally
  /// A number that calls share of which a report says the same.
  public var kind: Int
  /// The name of the thread that has made it, if that is known.
  public var command: String?
  /// The kinds of verdicts that it may have got in truth, without their data; none where that is not
  /// known.
  public var recorded: Set<FilterAction>
  /// The call as the filter has seen it, as far as it is known: the rest is 0.
  public var data: SeccompData
  /// The registers, as bits, of which all is known.
  public var knownRegisters: UInt8
  /// Whether it is answered with `ENOSYS`, and a C library goes on with an older call that is let
  /// through.
  public var isFallback: Bool
  /// Whether it was made after the filters have killed its process.
  public var isAfterDeath: Bool
}

/// Makes those of the calls that are observed.
struct CallFollowing {
  private let verdicts: ClassVerdicts
  /// What is said of all calls of one class.
  private var tallies: [CallClass.Index: ReplayReport.CallTally] = [:]

  init(_ verdicts: ClassVerdicts) { self.verdicts = verdicts }

  /// A call with all that is said of it.
  mutating func call(_ call: ObservedCall) -> FollowedCall {
    let kind = verdicts.book[call.callClass]
    var tally =
      tallies[call.callClass] ?? ReplayReport.CallTally(kind, 1, [], verdicts.engine)
    tallies[call.callClass] = tally
    tally.locations = [ReplayReport.Location(call.location)]
    return FollowedCall(
      tally: tally, kind: Int(call.callClass), command: call.origin?.command,
      recorded: call.origin?.verdicts ?? [],
      data: SeccompData(
        number: kind.number, auditArchitecture: kind.abi.auditArchitecture,
        instructionPointer: 0, arguments: call.registers.value),
      knownRegisters: (0..<6).reduce(0) {
        $0 | (call.registers.known[$1] == .max ? 1 << UInt8($1) : 0)
      },
      isFallback: call.fallsBack, isAfterDeath: call.isAfterDeath)
  }
}
