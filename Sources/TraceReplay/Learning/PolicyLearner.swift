import ClassicBPF
public import LinuxABI

/// Finds the smallest policy under which the calls of some logs pass.
public struct PolicyLearner {
  /// How a policy is learnt.
  public struct Options: Sendable {
    /// The policy that the new one extends, as it is named; `nil` to begin with nothing.
    public var base: String?
    /// The ABIs that the base policy lists; the new one lists those of them that its machine has,
    /// beside those of the logs.
    public var baseABIs: [ABI] = []
    /// Whether calls are allowed with any arguments.
    public var ignoresArguments = false
    /// The ABI of all calls; `nil` finds it out for each thread.
    public var abi: ABI?

    /// What is learnt by default: everything.
    public init() {}
  }

  private final class Notebook {
    /// The ABIs of all calls, and what is to be learnt of them.
    var abis: Set<ABI> = []
    var calls: [ABI: [UInt32: LearnedCall]] = [:]
  }

  private let notebook = Notebook()
  private let machine: Machine
  private let options: Options
  private var replayer: LogReplayer

  /// Gets ready to learn.
  ///
  /// - Parameters:
  ///   - base: The filter of the policy to extend, if there is one.
  ///   - machine: The machine that the policy is for.
  ///   - options: How to learn.
  public init(on base: ReplayFilter?, for machine: Machine, options: Options = .init()) {
    self.machine = machine
    self.options = options
    let notebook = notebook
    let replay = ReplayOptions(abi: options.abi, keepsGoing: true)
    var book: TallyBook?
    let names = SyscallNames.all
    let judged = LogReplayer(
      [base ?? Self.nothing], machine, replay,
      observer: { call in
        if !call.isLaunch { notebook.abis.insert(call.abi) }
        // What the base lets through is not to be learnt, nor what the launcher does by itself.
        guard let outcome = book?[call.tally].outcome, !call.isLaunch,
          !outcome.actions.allSatisfy({ $0 == .allow || $0 == .log })
        else { return }
        // A call that may have come in two ways is learnt by its name, with any arguments.
        let own = names.number(of: call.name, on: call.abi)
        guard let number = own ?? call.number else { return }
        var learned =
          notebook.calls[call.abi]?[number] ?? LearnedCall(place: call.place)
        let isMultiplexed = names.multiplexedForm(of: call.name, on: call.abi) != nil
        let known = isMultiplexed ? nil : Syscall.numbered(number, on: call.abi)
        if let known {
          let signature = known.arguments(on: call.abi) ?? []
          learned.add(call.registers, signature, of: known.name, on: call.abi)
        } else {
          learned.count += 1
        }
        notebook.calls[call.abi, default: [:]][number] = learned
      })
    book = judged.book
    replayer = judged
  }

  /// A filter that lets nothing through.
  private static let nothing: ReplayFilter = {
    let instruction = BPFOperation.returnConstant(FilterAction.errno(1).returnValue).instruction
    guard let program = try? BPFProgram(verifying: [instruction]) else {
      preconditionFailure("a filter of one return is valid")
    }
    return ReplayFilter(name: "nothing", program: program, policy: nil)
  }()

  /// Reads a log.
  ///
  /// - Parameter name: A file, a directory of files that `strace -ff` has written, or `-`.
  /// - Throws: ``ReplayError`` where something cannot be read at all.
  public mutating func read(_ name: String) throws(ReplayError) { try replayer.replay(name) }

  /// What has been read, and what of it could not be.
  public var report: ReplayReport { replayer.report }

  /// The policy.
  ///
  /// - Parameter accepted: What a linter says of it that follows from the logs.
  /// - Returns: The policy, as JSON.
  public func policy(accepting accepted: AcceptedFindings = AcceptedFindings()) -> String {
    LearnedPolicy(
      calls: notebook.calls, of: notebook.abis, machine: machine, options: options,
      logs: replayer.report.logs,
      accepted: accepted
    ).text
  }
}

/// The rules of a linter that a learnt policy breaks because the logs do.
///
/// They are ignored beside their cause, each with a reason that a reader can look into.
public struct AcceptedFindings: Sendable {
  /// The names of those that are about the policy as a whole.
  public var ofFile: [String] = []
  /// The names of those that are about one rule of the policy, by its place.
  public var ofRules: [Int: [String]] = [:]

  /// None.
  public init() {}

  /// How many there are.
  public var count: Int { ofFile.count + ofRules.values.reduce(0) { $0 + $1.count } }
}
