import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// What a policy says about a call.
public struct PolicyVerdict: Sendable, CustomStringConvertible {
  /// What the kernel does with a call.
  public enum Action: Hashable, Sendable {
    /// It is carried out.
    case allow
    /// It is carried out, and logged.
    case log
    /// A tracer decides.
    case trace(UInt16)
    /// A supervisor decides.
    case notify
    /// It fails with this error number.
    case errno(UInt16)
    /// The process gets the signal `SIGSYS`.
    case trap(UInt16)
    /// The thread is ended.
    case killThread
    /// The process is ended.
    case killProcess
  }

  /// A verdict that is possible.
  public struct Decision: Hashable, Sendable {
    /// What happens.
    public let action: Action
    /// What it rests on: `policy.json:12`, `policy.json:3, default`.
    public let because: String
    /// The rule, where one says it.
    public let location: PolicyLocation?
    /// What the author says about the rule.
    public let comment: String?
  }

  /// A rule about the same call that says something else, and did not apply.
  public struct OtherRule: Hashable, Sendable {
    /// What it says.
    public let action: Action
    /// Where it is.
    public let location: PolicyLocation
    /// The conditions that kept it from applying.
    public let failed: [PolicyLocation]
  }

  /// What is possible; more than one where it depends on arguments that were not given.
  public let decisions: [Decision]
  /// The rule that came nearest to deciding otherwise.
  public let nearest: OtherRule?
  /// What `sekat query` prints.
  public let description: String

  /// What happens, where it does not depend on arguments that were not given.
  public var action: Action? {
    let actions = Set(decisions.map(\.action))
    return actions.count == 1 ? actions.first : nil
  }

  /// Whether the call is carried out, whatever was not given.
  public var isAllowed: Bool {
    !decisions.isEmpty && decisions.allSatisfy { $0.action == .allow || $0.action == .log }
  }
}

extension SandboxPolicy {
  /// What the policy says about a call.
  ///
  /// ```swift
  /// try policy.verdict(on: "openat flags=O_WRONLY").action  // .errno(30)
  /// ```
  ///
  /// - Parameter call: The name or number, then arguments by position or by name, as `sekat query`
  ///   takes them; those that are not given may be anything.
  /// - Returns: The verdict, the rule that says it, and what came nearest.
  /// - Throws: ``PolicyError`` for what is no call, and where the question is too hard.
  public func verdict(on call: String) throws(PolicyError) -> PolicyVerdict {
    let words = call.split(whereSeparator: \.isWhitespace).map(String.init)
    do throws(SekatError) {
      return PolicyVerdict(try report(on: words))
    } catch {
      throw PolicyError(error)
    }
  }

  private func report(on words: [String]) throws(SekatError) -> QueryReport {
    let pattern: CallPattern
    do throws(CallPatternError) {
      pattern = try CallPattern(words, on: machine.abi)
    } catch {
      throw SekatError(error.message)
    }
    let asked: QueryAnswer.Content =
      switch content {
      case .policy(let policy): .policy(policy)
      case .filter: .program(try programs.program(.confinement))
      }
    do throws(ProofError) {
      return try QueryReport(
        call: words, pattern: pattern, asking: [(name, asked)], on: machine)
    } catch {
      throw SekatError(undecided: error)
    }
  }
}

extension PolicyVerdict {
  fileprivate init(_ report: QueryReport) {
    let answer = report.answers[0]
    decisions = answer.verdicts.map { verdict in
      Decision(
        action: Action(verdict.action), because: verdict.because,
        location: verdict.location.map(PolicyLocation.init), comment: verdict.comment)
    }
    nearest = answer.nearest.map { other in
      OtherRule(
        action: Action(other.action), location: PolicyLocation(other.rule.location),
        failed: other.failed.map(PolicyLocation.init))
    }
    description = report.text(width: 100)
  }
}

extension PolicyVerdict.Action {
  init(_ action: FilterAction) {
    self =
      switch action {
      case .allow: .allow
      case .log: .log
      case .trace(let number): .trace(number)
      case .notify: .notify
      case .errno(let number): .errno(number)
      case .trap(let number): .trap(number)
      case .killThread: .killThread
      case .killProcess: .killProcess
      }
  }
}
