import SeccompPolicy
import SourceDiagnostics

/// What the author of a policy has said of findings: `"lint": {"ignore": […], "reason": "…"}`.
///
/// On a rule it speaks for findings within the rule, on a file for those in the file and in all that
/// it extends.
struct Suppressions {
  private struct Directive {
    var id: Located<String>
    var reason: String
    var source: SourceText
    /// The part of the file that it speaks for; all of it where there is none.
    var range: SourceRange?
    /// Other files that it speaks for.
    var bases: Set<SourceText>
    /// Whether it is in the policy's own file: only those are judged, for what is of no use to one
    /// derived policy may be so to another.
    var isOwn: Bool
    var isUsed = false
  }

  private var directives: [Directive] = []
  /// The indices of the directives about each lint rule.
  private var indices: [String: [Int]] = [:]

  init(of policy: Policy) {
    for (line, file) in policy.syntax.enumerated() {
      let bases = Set(policy.bases[line].map { policy.files[$0].source })
      for rule in file.rules { add(rule.lint, in: file.source, rule.range, [], isOwn: line == 0) }
      add(file.lint, in: file.source, nil, bases, isOwn: line == 0)
    }
  }

  private mutating func add(
    _ lint: LintDirective?, in source: SourceText, _ range: SourceRange?, _ bases: Set<SourceText>,
    isOwn: Bool
  ) {
    guard let lint else { return }
    for (offset, id) in lint.ignored.enumerated() {
      indices[id.value, default: []].append(directives.count + offset)
    }
    directives += lint.ignored.map {
      Directive(
        id: $0, reason: lint.reason, source: source, range: range, bases: bases, isOwn: isOwn)
    }
  }

  /// Why a finding is of no interest, if it is not.
  mutating func reason(for finding: Finding) -> String? {
    guard let location = finding.location else { return nil }
    let index = (indices[finding.rule] ?? []).first { index in
      let directive = directives[index]
      if directive.bases.contains(location.source) { return true }
      guard directive.source == location.source else { return false }
      guard let range = directive.range else { return true }
      return range.lowerBound <= location.range.lowerBound
        && location.range.upperBound <= range.upperBound
    }
    guard let index else { return nil }
    directives[index].isUsed = true
    return directives[index].reason
  }

  /// What is wrong with the suppressions themselves; asked when all findings have been shown.
  var findings: [Finding] {
    directives.filter { $0.isOwn && !$0.isUsed }.map { directive in
      let location = SourceLocation(source: directive.source, range: directive.id.range)
      return UnusedSuppression.finding(for: directive.id.value, at: location)
    }
  }
}
