/// A mistake in something that a user wrote, with its place.
public struct Diagnostic: Hashable, Sendable {
  /// How bad it is.
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    /// What was written cannot be used.
    case error
    /// What was written can be used and is likely not what was meant.
    case warning
    /// Something worth knowing.
    case note
  }

  /// A sentence that helps to understand a diagnostic, often with another place.
  public struct Note: Hashable, Sendable {
    /// The sentence: lower case, no full stop.
    public var message: String
    /// The place that it speaks of, if any.
    public var location: SourceLocation?

    /// Something to be said below the diagnostic, with an excerpt if it has a place.
    ///
    /// - Parameters:
    ///   - message: The sentence.
    ///   - location: The place that it speaks of.
    public init(_ message: String, at location: SourceLocation? = nil) {
      self.message = message
      self.location = location
    }
  }

  /// How bad it is.
  public var severity: Severity
  /// The stable name of this kind of diagnostic, in kebab case.
  public var id: String
  /// What is wrong and what to do: lower case, no full stop, quoted names.
  ///
  /// Whatever it quotes may be raw: the renderer escapes the whole message.
  public var message: String
  /// The place, if there is one.
  public var location: SourceLocation?
  /// What to do, where the message does not say it: lower case, no full stop.
  public var help: String?
  /// What helps to understand.
  public var notes: [Note]
  /// Whether the lines of the file may be shown.
  ///
  /// They may not where the file is likely none of ours, such as a password file that is named by
  /// mistake: its content is nobody's business.
  public var showsExcerpt = true

  /// A diagnostic that shows the line it is about.
  ///
  /// - Parameters:
  ///   - severity: How bad it is.
  ///   - id: The stable name of this kind, in kebab case.
  ///   - message: What is wrong and what to do.
  ///   - location: The place.
  ///   - notes: What helps to understand.
  public init(
    _ severity: Severity, id: String, _ message: String, at location: SourceLocation?,
    notes: [Note] = []
  ) {
    self.severity = severity
    self.id = id
    self.message = message
    self.location = location
    self.notes = notes
  }
}

extension [Diagnostic] {
  /// Whether one of the diagnostics is an error.
  public var containsErrors: Bool { contains { $0.severity == .error } }
}
