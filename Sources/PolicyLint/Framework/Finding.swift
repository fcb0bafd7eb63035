public import ClassicBPF
import LinuxABI
import SeccompFilter
public import SourceDiagnostics

/// Something in a policy that is weak, without effect, or likely not what was meant.
public struct Finding: Sendable {
  /// A call that shows a finding, and what becomes of it.
  public struct Witness: Hashable, Sendable {
    /// The call.
    public let call: SeccompData
    /// The verdict, which the evaluator gives too.
    public let action: FilterAction

    init(_ call: SeccompData, _ action: FilterAction) {
      self.call = call
      self.action = action
    }

    /// The call and its verdict, such as `x86_64 ioctl(fd=0, cmd=TIOCSTI, arg=0x0) => allow`.
    public var text: String {
      "\(call.text) => \(action.text(on: call.abi ?? .native ?? .x86_64))"
    }

    /// The verdict within a sentence: the name of an error, or an action as it is written.
    var verdict: String {
      let abi = call.abi ?? .x86_64
      if case .errno(let number) = action {
        return ErrnoName.name(of: number, on: abi) ?? "error \(number)"
      }
      return "'\(action.text(on: abi))'"
    }
  }

  /// The name of the rule.
  public let rule: String
  /// How bad it is.
  public let severity: Diagnostic.Severity
  /// What is wrong: lower case, no full stop.
  public let problem: String
  /// What to write instead: lower case, no full stop.
  public internal(set) var advice: String
  /// Where it is.
  public let location: SourceLocation?
  /// A call that shows it, where it is about what is decided.
  public let witness: Witness?
  /// Other locations that matter.
  public let notes: [Diagnostic.Note]
  /// What would mend it, where that is mechanical and safe.
  public internal(set) var fix: Fix?
  /// The advice in all its forms.
  let words: Advice

  init(
    rule: String, severity: Diagnostic.Severity, problem: String, advice: Advice,
    location: SourceLocation?, witness: Witness?, notes: [Diagnostic.Note], fix: Fix?
  ) {
    self.rule = rule
    self.severity = severity
    self.problem = problem
    self.advice = advice.own
    self.location = location
    self.witness = witness
    self.notes = notes
    self.fix = fix
    words = advice
  }

  /// The finding as a diagnostic.
  public var diagnostic: Diagnostic {
    var all = notes
    if let witness { all.insert(Diagnostic.Note("for example: \(witness.text)"), at: 0) }
    var diagnostic = Diagnostic(severity, id: rule, problem, at: location, notes: all)
    diagnostic.help = advice
    return diagnostic
  }
}

/// Changes to a file that make a finding go away and nothing else.
public struct Fix: Sendable {
  /// What is done, as an imperative: `remove the rule`.
  public let summary: String
  /// Whether the fix is right only while everything else stays: of two rules that say the same each
  /// may go, and not both.
  public let isLone: Bool
  /// What is replaced, and by what; they do not overlap.
  public let edits: [Edit]

  /// A piece of text in place of another.
  public struct Edit: Hashable, Sendable {
    /// What is replaced; an empty range inserts.
    public let location: SourceLocation
    /// What is put there.
    public let text: String

    init(_ location: SourceLocation, _ text: String) {
      self.location = location
      self.text = text
    }
  }

  init(_ summary: String, _ edits: [Edit], isLone: Bool = false) {
    self.summary = summary
    self.isLone = isLone
    self.edits = edits
  }
}
