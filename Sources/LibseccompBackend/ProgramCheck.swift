import ClassicBPF
import LinuxABI
import SeccompFilter

/// The comparison of a program with what the filter means, before it is handed out.
enum ProgramCheck {
  /// The program of these instructions, if the kernel takes them.
  ///
  /// - Parameter instructions: The instructions.
  /// - Returns: The program.
  /// - Throws: `FilterCompilationError` when they are too many, or otherwise at fault.
  static func verified(
    _ instructions: [BPFInstruction]
  ) throws(FilterCompilationError) -> BPFProgram {
    do throws(BPFVerificationError) {
      return try BPFProgram(verifying: instructions)
    } catch {
      switch error.reason {
      case .tooLong(let count):
        throw FilterCompilationError(
          "the filter would have \(count) instructions, and the kernel takes at most "
            + "\(BPFProgram.maximumLength)")
      default:
        throw FilterCompilationError(
          "the program that libseccomp made is one that the kernel would refuse: \(error)")
      }
    }
  }

  /// Runs a program on the calls at the boundaries of a filter.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - filter: The filter.
  /// - Throws: `FilterCompilationError` at the first call that they do not agree on.
  static func check(
    _ program: BPFProgram, decidesAs filter: Filter
  ) throws(FilterCompilationError) {
    let evaluator = FilterEvaluator(filter)
    for call in InterestingValues(of: filter).calls {
      let decision = evaluator.decide(call)
      let answer = program.run(on: call, byteOrder: filter.byteOrder)
      guard answer == decision.action.returnValue else {
        let part = filter.abis.first {
          $0.abi.auditArchitecture == call.auditArchitecture && $0.abi.numbers.contains(call.number)
        }
        throw FilterCompilationError(
          "libseccomp's program does not decide as the policy does on call \(call.number)"
            + " of \(part?.abi.name ?? "another ABI"), and is not used; use the native backend",
          origin: decision.origin)
      }
    }
  }
}

extension Decision {
  /// The rule that the verdict rests on, if it is one.
  fileprivate var origin: RuleOrigin? {
    switch reason {
    case .rule(let origin), .otherwise(let origin): origin
    case .skipped, .foreign, .exception, .newer, .defaultAction: nil
    }
  }
}
