#if YAML
  public import JSONSyntax
  public import SourceDiagnostics

  /// A parser of YAML that makes the values of JSON of it, and keeps the range of each.
  ///
  /// It refuses what two readers might read differently: duplicate keys, scalars that YAML 1.1 and 1.2
  /// take for different things, tags, merge keys, directives, keys that are no strings. An alias is its
  /// anchor's value, as often as the limits allow. Time and memory are linear in the length of the text.
  public enum YAMLParser {
    /// Parses a text of any number of documents.
    ///
    /// The first mistake in the syntax ends the parsing. Others are kept with the document that they are
    /// in, so that there may be a value *and* mistakes.
    ///
    /// - Parameters:
    ///   - source: The text.
    ///   - limits: How much is accepted, in all documents together.
    ///   - diagnostics: Where mistakes in the syntax are reported, all of them errors.
    /// - Returns: The documents that say something, or `nil` after a mistake in the syntax.
    public static func documents(
      of source: SourceText, limits: JSONLimits = .policy, diagnostics: inout [Diagnostic]
    ) -> [YAMLDocument]? {
      do throws(YAMLSyntaxError) {
        try source.checkYAML(within: limits)
        var reader = YAMLReader(source, limits: limits)
        return try reader.documents()
      } catch {
        diagnostics.append(error.diagnostic)
        return nil
      }
    }
  }

  /// One document of a text, which says something.
  public struct YAMLDocument: Sendable {
    /// What it says.
    public let root: JSONNode
    /// What is wrong in it, all of it errors.
    public let mistakes: [Diagnostic]
  }

  /// The mistake that ended the parsing.
  struct YAMLSyntaxError: Error {
    let diagnostic: Diagnostic

    init(_ id: String, _ message: String, at range: Range<Int>, of source: SourceText) {
      diagnostic = Diagnostic(
        .error, id: id, message,
        at: SourceLocation(source: source, range: SourceRange(range)))
    }
  }
#endif
