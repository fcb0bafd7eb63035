import ClassicBPF
public import LinuxABI

/// Finds the smallest policy under which the calls of some logs pass.
public struct PolicyLearner {
  /// How a policy is learnt.
  public struct Options: Sendable {
    /// The policy that the new one extends, as it is named; `nil` to begin with nothing.
    public var base: String?
    /// Whether calls are allowed with any arguments.
    public var ignoresArguments = false
    /// The ABI of all calls; `nil` finds it out for each thread.
    public var abi: ABI?

    /// What is learnt by default: everything.
    public init() {}
  }

  private final class Notebook {
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
        let signature =
          isMultiplexed ? [] : Syscall.numbered(number, on: call.abi)?.arguments(on: call.abi) ?? []
        learned.add(call.registers, signature, on: call.abi)
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

  /// The policy, as JSON.
  public var policy: String {
    LearnedPolicy(
      calls: notebook.calls, machine: machine, options: options, logs: replayer.report.logs
    ).text
  }
}
