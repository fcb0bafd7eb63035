import ClassicBPF
import SourceDiagnostics

/// A policy of minijail and all that it includes as one text.
struct MinijailText {
  let source: SourceText
  /// What is said of calls, in the order of the text.
  private(set) var statements: [MinijailFile.Statement] = []
  /// What happens to all others, where it is said.
  private(set) var standard: Located<FilterAction>?
  private(set) var denylist: SourceRange?
  /// What only one of the readers takes.
  private(set) var onlyRead: [MinijailReader: MinijailFile.Evidence] = [:]
  private(set) var diagnostics: [Diagnostic] = []
  private var seen: Set<SourceText> = []

  /// Puts a policy together with what it includes.
  init(_ policy: MinijailPolicy) {
    source = policy.source
    denylist = policy.file.denylist
    add(policy, at: nil, depth: 0)
    if let standard, let denylist, diagnostics.isEmpty {
      report(
        source, standard.range, "two-actions",
        "'@default' is for lists of what is allowed; '@denylist' allows all other calls already",
        note: .init("here", at: SourceLocation(source: source, range: denylist)))
    }
  }

  /// Adds a file, which is named at a place in the policy itself if it is another one.
  private mutating func add(_ policy: MinijailPolicy, at site: SourceRange?, depth: Int) {
    seen.insert(policy.source)
    for (reader, evidence) in policy.file.onlyRead where onlyRead[reader] == nil {
      onlyRead[reader] = evidence
    }
    for item in policy.file.items {
      switch item {
      case .statement(let statement): statements.append(statement)
      case .standard(let action):
        standard = Located(value: action.value, range: site ?? action.range)
      case .include(let index, let range):
        include(policy.included[index], named: range, in: policy, at: site ?? range, depth + 1)
      }
    }
  }

  private mutating func include(
    _ policy: MinijailPolicy?, named range: SourceRange, in parent: MinijailPolicy,
    at site: SourceRange, _ depth: Int
  ) {
    guard let policy else {
      report(parent.source, range, "foreign-format", "'@include' takes policies of minijail only")
      return
    }
    if seen.contains(policy.source) {
      report(
        parent.source, range, "duplicate-entry",
        "the file is included twice, so that its calls are decided twice")
      return
    }
    if (policy.file.denylist == nil) != (denylist == nil) {
      report(
        parent.source, range, "refused-by-dialect",
        denylist == nil
          ? "the file has '@denylist', and the one that includes it has not"
          : "a list of what is refused includes only such lists: the file needs '@denylist' too")
    }
    if depth > 1, onlyRead[.compiler] == nil {
      onlyRead[.compiler] = MinijailFile.Evidence(
        source: parent.source, range: range, what: "'@include' in a file that is included")
    }
    add(policy, at: site, depth: depth)
  }

  private mutating func report(
    _ source: SourceText, _ range: SourceRange, _ id: String, _ message: String,
    note: Diagnostic.Note? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        .error, id: id, message, at: SourceLocation(source: source, range: range),
        notes: note.map { [$0] } ?? []))
  }
}
