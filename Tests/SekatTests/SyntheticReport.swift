import ClassicBPF
import Foundation
import LinuxABI
import SandboxLauncher
import SeccompFilter
import SeccompPolicy
import TestSupport
import Testing

@testable import SandboxLauncher
@testable import Sekat

/// A report on denials of processes that there are not, on a machine of x86_64.
final class SyntheticReport {
  let report: DenialReport
  private final class Output { var text = "" }
  private let output: Output
  private let abi: ABI

  /// All that was written.
  var text: String { output.text }

  /// A report that has nothing to tell yet.
  ///
  /// - Parameters:
  ///   - policy: The file of the policy.
  ///   - abi: The ABI of the calls.
  ///   - circumstances: The system for which conditions are settled.
  ///   - format: How it is written.
  /// - Throws: `SekatError` where the policy cannot be loaded.
  convenience init(
    on policy: String, abi: ABI = .x86_64, in circumstances: Circumstances = .standard,
    format: DenialFormat = .text
  ) throws {
    try self.init(on: [policy], abi: abi, in: circumstances, format: format)
  }

  /// A report on calls under several policies.
  init(
    on policies: [String], abi: ABI = .x86_64, in circumstances: Circumstances = .standard,
    format: DenialFormat = .text
  ) throws {
    let machine = try #require(Machine(.x86_64))
    let asked: [(name: String, content: QueryAnswer.Content)] = try policies.map { policy in
      let loaded = try PolicyInput.load(policy, in: circumstances)
      return (policy, .policy(try PolicyInput.resolve(loaded, for: machine)))
    }
    var options = DenialReport.Options()
    options.policies = policies
    options.circumstances = circumstances
    options.format = format
    let output = Output()
    self.output = output
    self.abi = abi
    report = DenialReport(asking: asked, on: machine, options) { text, _ in
      output.text += text
    }
  }

  /// Has a process make a call that is answered with an error.
  func deny(
    _ name: String, _ arguments: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0], by process: Int32 = 1,
    errno: UInt16 = 1
  ) throws {
    try take(name, .errno(errno), .answered, arguments, by: process)
  }

  /// Has a process make a call.
  func take(
    _ name: String, _ verdict: FilterAction, _ outcome: SupervisedCall.Outcome,
    _ arguments: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0], by process: Int32 = 1
  ) throws {
    let number = try #require(Syscall.named(name)?.number(on: abi))
    let call = SupervisedCall(
      thread: Self.thread(process),
      data: SeccompData(
        number: number, auditArchitecture: abi.auditArchitecture, arguments: arguments),
      verdict: verdict, outcome: outcome)
    report.take(call, report.examine(call))
  }

  /// Has a process end.
  func end(_ ending: ChildEnding, of process: Int32 = 1) {
    report.ends(Self.thread(process), ending)
  }

  /// The report on a command that has ended so.
  func conclude(_ ending: ChildEnding = .exit(1), isTimedOut: Bool = false) -> String {
    output.text = ""
    report.conclude(ending, isTimedOut: isTimedOut)
    return text
  }

  /// The same, read as JSON.
  func conclusion(
    _ ending: ChildEnding = .exit(1), isTimedOut: Bool = false
  ) throws -> [String: Any] {
    let data = Data(conclude(ending, isTimedOut: isTimedOut).utf8)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// A number that no thread ever has.
  private static func thread(_ process: Int32) -> Int32 { 1 << 30 + process }
}
