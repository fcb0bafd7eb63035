public import ClassicBPF
public import LinuxABI
import SeccompFilter

/// Finds a policy under which the calls of some logs pass, and little more.
public struct PolicyLearner {
  /// How a policy is learnt.
  public struct Options: Sendable {
    /// The policy that the new one extends, as it is named; `nil` to begin with nothing.
    public var base: String?
    /// The ABIs that the base policy lists; the new one lists those of them that its machine has,
    /// beside those of the logs.
    public var baseABIs: [ABI] = []
    /// Whether calls are allowed with any arguments, and names are taken from the tables of
    /// `strace -c`, too.
    public var ignoresArguments = false
    /// Whether all arguments are narrowed to what the logs show, and nothing is allowed beside that
    /// but the ends of programs and signal handlers.
    public var isStrict = false
    /// Whether calls are learnt that a launcher made before it installed a filter.
    public var learnsFromStart = false
    /// Whether calls are learnt, too, that rules of the base answer with `ENOSYS`, and for which
    /// libraries have no older ones.
    public var allowsClosed = false
    /// The ABI of all calls; `nil` finds it out for each thread.
    public var abi: ABI?

    /// What is learnt by default: everything.
    public init() {}
  }

  private let notebook = LearnedLogs()
  private let engine: VerdictEngine
  private let machine: Machine
  private let options: Options
  private var replayer: LogReplayer
  /// What was learnt of calls while they were made.
  private var live = LearnedCalls()

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
    var replay = ReplayOptions(
      abi: options.abi, keepsGoing: true, judgesFromStart: options.learnsFromStart)
    replay.readsTables = options.ignoresArguments
    let engine = VerdictEngine([base ?? Self.nothing], for: machine)
    self.engine = engine
    let verdicts = ClassVerdicts(engine)
    replayer = LogReplayer(
      verdicts, replay,
      observer: { call in
        if !call.isLaunch { notebook.learn(call) { $0.abis.insert(call.abi) } }
        // What the base lets through is not to be learnt, nor what the launcher does by itself.
        let outcome = verdicts.book[call.callClass].outcome
        if call.isLaunch || outcome.passes { return }
        notebook.learn(call) { Self.learn(call, outcome, in: &$0, engine, options) }
      })
  }

  /// Learns a call that the base does not let through.
  private static func learn(
    _ call: ObservedCall, _ outcome: Outcome, in notebook: inout LearnedCalls,
    _ engine: VerdictEngine, _ options: Options
  ) {
    let names = SyscallNames.all
    // A call that may have come in two ways is learnt by its name, with any arguments.
    guard let number = names.number(of: call.name, on: call.abi) ?? call.number else { return }
    let isAbsent = outcome.verdict?.isAbsence(on: call.abi) ?? false
    let hidesFlags = Syscall.numbered(number, on: call.abi)?.hidesFlags ?? false
    if let older = call.older, isAbsent || hidesFlags {
      if !isAbsent { notebook.replaced[call.abi, default: []].insert(number) }
      let variants = older.registers.variants(wanted: Registers.all, width: call.abi.registerWidth)
      guard let found = try? engine.outcome(number: older.number, on: call.abi, variants) else {
        return
      }
      // Of flags that the log does not show the base decides, if it lets any through.
      let isOpen = found.verdict == nil && found.actions.contains(.allow)
      if found.passes || isOpen && !call.isOfTable { return }
      notebook.add(older.number, older.registers, of: call)
      return
    }
    if isAbsent, !options.allowsClosed, outcome.decisions.allSatisfy({ $0.allSatisfy(\.isOfRule) })
    {
      notebook.closed.insert(
        Syscall.numbered(number, on: call.abi)?.name ?? "#\(number)")
      return
    }
    let isMultiplexed = names.multiplexedForm(of: call.name, on: call.abi) != nil
    notebook.add(number, isMultiplexed ? nil : call.registers, of: call)
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

  /// Learns a call that is being made and that the base does not let through.
  ///
  /// - Parameter call: The call, as a filter sees it.
  public mutating func learn(_ call: SeccompData) {
    guard let abi = call.abi else { return }
    live.abis.insert(abi)
    if Syscall.numbered(call.number, on: abi)?.hidesFlags == true {
      live.replaced[abi, default: []].insert(call.number)
    } else {
      live.add(call.number, Registers(of: call), on: abi, at: nil)
    }
  }

  /// What has been read, and what of it could not be.
  public var report: ReplayReport { replayer.report }

  /// Where learning begins, as a sentence; `nil` where all of the logs is learnt.
  public var beginning: String? { replayer.launchedLogs.isEmpty ? nil : report.beginning }

  /// The calls at which the logs show that a filter has killed a program, as clauses.
  public var deaths: [String] {
    report.evidence.filter { $0.sign == "killed" }.map { found in
      "\(found.location.file):\(found.location.line): \(found.sentence)"
    }
  }

  /// The ABIs that the logs use, as ``ABI`` lists them.
  public var seenABIs: [ABI] { ABI.allCases.filter(calls.abis.contains) }

  /// The calls of the logs that the base answers with `ENOSYS` by a rule of its own, sorted: the new
  /// policy does so too.
  public var closedCalls: [String] { calls.closed.sorted() }

  /// The places of the policy's rules for calls whose arguments the logs do not show.
  public var unseenRules: Set<Int> { learned().unseenRules }

  /// The policy.
  ///
  /// - Parameter accepted: What a linter says of it that follows from the logs.
  /// - Returns: The policy, as JSON.
  public func policy(accepting accepted: AcceptedFindings = AcceptedFindings()) -> String {
    learned(accepted).text
  }

  private var calls: LearnedCalls {
    var all = notebook.all(launched: replayer.launchedLogs)
    all.add(live)
    return all
  }

  private func learned(_ accepted: AcceptedFindings = AcceptedFindings()) -> LearnedPolicy {
    let engine = engine
    let calls = calls
    return LearnedPolicy(
      calls: calls.calls, replaced: calls.replaced, of: calls.abis, machine: machine,
      options: options, logs: replayer.report.logs, accepted: accepted,
      isLeftOpen: { number, abi in
        let call = PartialCall(number: number, on: abi)
        let outcome = try? engine.outcome(number: number, on: abi, [call.arguments])
        return outcome.map { outcome in
          !outcome.passes && outcome.decisions.joined().allSatisfy { $0.reason == .defaultAction }
        } ?? false
      })
  }
}

extension Decision {
  /// Whether a rule of a policy took it.
  fileprivate var isOfRule: Bool {
    switch reason {
    case .rule, .otherwise: true
    case .skipped, .foreign, .exception, .newer, .defaultAction: false
    }
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
