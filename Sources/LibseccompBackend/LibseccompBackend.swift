#if Libseccomp
  public import ClassicBPF
  import CLibseccomp
  import LinuxABI
  public import SeccompFilter

  /// The backend that has libseccomp compile a filter.
  ///
  /// libseccomp decides on the numbers that rules name, and on arguments. It is given rules of which
  /// at most one holds for a call, each with at most one comparison of masked bits. Nothing is
  /// loaded: the programs are exported, and linked behind what tells the ABIs apart.
  ///
  /// This happens in a process of its own within a time limit. What comes out is to be proved before
  /// it is used, as `program(for:)` of the module `FilterProof` does.
  ///
  /// Numbers are given to libseccomp as the register carries them, and as if for the machine that
  /// compiles. So every machine can be compiled for, no table of names has a say, and `socketcall`
  /// and `ipc` are calls like others.
  public struct LibseccompBackend: FilterBackend {
    /// The name as the command line spells it.
    public static var name: String { "libseccomp" }

    /// The version of the library that is used, such as `2.5.4`.
    ///
    /// See seccomp_version(3).
    public static var libraryVersion: String {
      guard let version = unsafe seccomp_version() else { return "unknown" }
      return unsafe "\(version.pointee.major).\(version.pointee.minor).\(version.pointee.micro)"
    }

    /// How long libseccomp may take.
    public var timeLimit: Duration

    /// The backend.
    ///
    /// - Parameter timeLimit: How long libseccomp may take before it is stopped and the filter
    ///   refused.
    public init(timeLimit: Duration = .seconds(10)) { self.timeLimit = timeLimit }

    /// The instructions for a filter, in the byte order of its machine.
    ///
    /// - Parameter filter: The filter.
    /// - Returns: Instructions that were asked to decide as the filter does.
    /// - Throws: `FilterCompilationError` where libseccomp cannot be told what a rule says,
    ///   refuses it, or needs too long; and where the program is too long for the kernel.
    public func instructions(
      for filter: Filter
    ) throws(FilterCompilationError) -> [BPFInstruction] {
      let plan = try FilterPlan(filter)
      let words = OutcomeWords(plan.contexts)
      let programs = try compile(CompilationJob(plan.contexts, words: words), plan)
      let linked = try ProgramLinker.link(
        programs, filter: filter, plan: plan, words: words, builder: seccomp_arch_native())
      let instructions = filter.prependingExceptions(to: try BPFProgram(fromLibseccomp: linked))
      return try BPFProgram(fromLibseccomp: instructions).instructions
    }

    /// Has a process do a job, and says which rule it was about if that fails.
    private func compile(
      _ job: CompilationJob, _ plan: FilterPlan
    ) throws(FilterCompilationError) -> [[BPFInstruction]] {
      let deadline = ContinuousClock.now + timeLimit
      // The process stops of its own accord if it outlives this one, though not at once.
      let seconds = UInt32(clamping: min(timeLimit.components.seconds, 1 << 30) + 2)
      let process: CompilerProcess
      do throws(SystemError) {
        process = try job.start(processorSeconds: seconds)
      } catch {
        throw FilterCompilationError(
          "no process can be made for libseccomp to work in: "
            + FilterPlan.name(ofError: error.number))
      }
      do throws(CompilerProcess.Failure) {
        return try process.programs(of: job.contextCount, until: deadline)
      } catch {
        throw plan.error(for: error, timeLimit: timeLimit)
      }
    }
  }

  extension FilterPlan {
    /// The name of an error number.
    fileprivate static func name(ofError number: Int32) -> String {
      let name = ABI.native.flatMap { ErrnoName.name(of: UInt16(clamping: number), on: $0) }
      return name ?? "error \(number)"
    }

    /// What to tell the user, with the policy's rule that it is about.
    fileprivate func error(
      for failure: CompilerProcess.Failure, timeLimit: Duration
    ) -> FilterCompilationError {
      let rules = contexts.flatMap(\.rules)
      func origin(_ rule: Int?) -> RuleOrigin? {
        rule.flatMap { rules.indices.contains($0) ? rules[$0].origin : nil }
      }
      switch failure {
      case .refused(let error, let rule):
        return FilterCompilationError(
          "libseccomp refuses the rule: \(Self.name(ofError: error))", origin: origin(rule))
      case .timeLimit(let rule):
        return FilterCompilationError(
          "libseccomp did not finish within \(timeLimit); use the native backend",
          origin: origin(rule))
      case .ended(let rule):
        return FilterCompilationError(
          "libseccomp's process ended before it was done; use the native backend",
          origin: origin(rule))
      case .tooLong:
        return FilterCompilationError(
          "libseccomp's program is longer than the \(BPFProgram.maximumLength) instructions that "
            + "the kernel takes")
      }
    }
  }
#endif
