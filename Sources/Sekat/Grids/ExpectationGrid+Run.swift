package import ClassicBPF
package import FilterProof
package import LinuxABI
package import SeccompFilter
package import SeccompPolicy
package import SourceDiagnostics

extension ExpectationGrid {
  /// A call that does not get the verdict that a line expects.
  package struct Failure: Sendable {
    /// The line.
    package let line: Line
    /// The ABI of the call.
    package let abi: ABI
    /// The call.
    package let call: SeccompData
    /// The verdict that was expected.
    package let expected: FilterAction
    /// What the policy decides.
    package let decision: Decision
  }

  /// What came of a grid.
  package struct Outcome: Sendable {
    /// How many lines hold, and how many do not, for each ABI that they are about.
    package internal(set) var passed = 0
    /// The first call of each line that fails.
    package internal(set) var failures: [Failure] = []
  }

  /// Holds a resolved policy against the lines about its ABIs.
  ///
  /// A line holds when every call that it stands for gets its verdict, whatever is not given: that
  /// is decided for all of them, not for some.
  ///
  /// - Parameters:
  ///   - policy: The policy, resolved for a machine.
  ///   - diagnostics: Where lines are reported that cannot be understood.
  /// - Returns: What holds and what does not.
  /// - Throws: `ProofError` where a line cannot be decided within the bounds of a proof.
  package func run(
    against policy: ResolvedPolicy, diagnostics: inout [Diagnostic]
  ) throws(ProofError) -> Outcome {
    var outcome = Outcome()
    var decisions = DecisionMap(of: policy.filter)
    let served = policy.filter.abis.map(\.abi)
    for line in lines {
      let abis = line.abi.map { [$0] } ?? served.filter { line.exists(on: $0) }
      // A line about an ABI of another machine is that machine's affair.
      for abi in abis where policy.filter.machine.abis.contains(abi) {
        guard let pattern = line.pattern(on: abi, &diagnostics),
          let expected = line.expectation(on: abi, &diagnostics)
        else { continue }
        let found = try decisions.decisions(
          on: pattern.number, of: pattern.abi, where: pattern.tests)
        if let other = found.first(where: { $0.decision.action != expected }) {
          outcome.failures.append(
            Failure(
              line: line, abi: abi, call: other.call, expected: expected, decision: other.decision))
        } else if found.isEmpty {
          line.report(line.location.range, "no call passes what the line asks for", &diagnostics)
        } else {
          outcome.passed += 1
        }
      }
      if line.abi == nil, abis.isEmpty {
        // Say what is wrong with the call, or that no ABI has it.
        if line.pattern(on: policy.filter.machine.abi, &diagnostics) != nil { continue }
      }
    }
    return outcome
  }
}

extension ExpectationGrid.Line {
  /// Whether an ABI has the call; numbers are everywhere.
  fileprivate func exists(on abi: ABI) -> Bool {
    words[0].hasPrefix("#") || Syscall.named(words[0])?.number(on: abi) != nil
  }

  fileprivate func pattern(
    on abi: ABI, _ diagnostics: inout [Diagnostic]
  ) -> CallPattern? {
    do throws(CallPatternError) {
      return try CallPattern(words, on: abi)
    } catch {
      report(wordRanges[error.word], error.message, &diagnostics)
      return nil
    }
  }

  fileprivate func expectation(
    on abi: ABI, _ diagnostics: inout [Diagnostic]
  ) -> FilterAction? {
    if let action = FilterAction(text: verdict, on: abi) { return action }
    report(verdictRange, "\(abi.name) has no such error", &diagnostics)
    return nil
  }

  fileprivate func report(
    _ range: SourceRange, _ message: String, _ diagnostics: inout [Diagnostic]
  ) {
    let location = SourceLocation(source: location.source, range: range)
    let diagnostic = Diagnostic(.error, id: "invalid-grid", message, at: location)
    // What is wrong on several machines is said once; mistakes of other lines are further back.
    if diagnostics.count < ExpectationGrid.mostMistakes, !diagnostics.contains(diagnostic) {
      diagnostics.append(diagnostic)
    }
  }
}
