import ArgumentParser
import SourceDiagnostics

/// How findings are printed.
enum LintFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people.
  case text
  /// For programs: one JSON object.
  case json
  /// For code-hosting sites.
  case sarif
}

/// The least severity that is shown.
enum LintSeverity: String, CaseIterable, ExpressibleByArgument {
  case error, warning, note

  var severity: Diagnostic.Severity {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}
