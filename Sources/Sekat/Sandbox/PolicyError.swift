import SourceDiagnostics
import Toolbox

/// Why there is no policy, or no answer from it: everything that is wrong, with its places.
public struct PolicyError: Error, Sendable, CustomStringConvertible {
  /// One thing that is wrong, or worth knowing beside it.
  public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    /// How bad it is.
    public enum Severity: String, Hashable, Sendable {
      /// It cannot be used so.
      case error
      /// It can be used, and is likely not what was meant.
      case warning
      /// Something worth knowing.
      case note
    }

    /// How bad it is.
    public let severity: Severity
    /// The stable name of this kind of diagnostic, such as `unknown-syscall`.
    public let id: String
    /// What is wrong and what to do: lower case, no full stop.
    public let message: String
    /// Where, if a file says it.
    public let location: PolicyLocation?
    /// What helps to understand it.
    public let notes: [String]

    /// As compilers write it: `policy.json:4:20: error: …`.
    public var description: String {
      let place = location.map { "\($0): " } ?? ""
      return "\(place)\(severity.rawValue): \(escaped(message))"
    }
  }

  /// What there is to say, in one sentence: of files, the first thing that is wrong.
  public let sentence: String
  /// All that is wrong with files or with a text; none where it is not about these.
  public let diagnostics: [Diagnostic]
  /// All of it as the command line prints it, with the lines that are wrong.
  public let description: String

  init(_ error: SekatError) {
    sentence = error.sentence
    diagnostics = error.diagnostics.map(Diagnostic.init)
    description =
      error.diagnostics.isEmpty
      ? error.sentence : DiagnosticRenderer(color: false).render(error.diagnostics)
  }

  init(_ sentence: String) { self.init(SekatError(sentence)) }
}

extension PolicyError.Diagnostic {
  fileprivate init(_ diagnostic: Diagnostic) {
    severity =
      switch diagnostic.severity {
      case .error: .error
      case .warning: .warning
      case .note: .note
      }
    id = diagnostic.id
    message = diagnostic.message
    location = diagnostic.location.map(PolicyLocation.init)
    notes = diagnostic.notes.map { note in
      let message = escaped(note.message)
      return note.location.map { "\(PolicyLocation($0)): \(message)" } ?? message
    }
  }
}

/// A place in the text of a policy.
public struct PolicyLocation: Hashable, Sendable, CustomStringConvertible {
  /// The file, or `builtin:NAME`.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column, from 1.
  public let column: Int

  init(_ location: SourceLocation) {
    file = location.source.name
    line = location.start.line
    column = location.start.column
  }

  /// Such as `policy.json:4:20`.
  public var description: String { "\(escaped(file)):\(line):\(column)" }
}
