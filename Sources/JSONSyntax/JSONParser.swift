public import SourceDiagnostics

/// A strict parser of JSON as in RFC 8259, which keeps the range of every value and key.
///
/// It refuses what two readers might read differently: duplicate keys, byte order marks, NUL,
/// unpaired surrogates, invalid UTF-8, text after the end. It takes time and memory linear in the
/// length of the text, whatever the text is.
public struct JSONParser {
  /// Parses a text.
  ///
  /// The first mistake in the syntax ends the parsing. Duplicate keys, NUL characters and unpaired
  /// surrogates in strings are reported and passed over, so that there may be a value *and* errors.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - limits: How much is accepted.
  ///   - diagnostics: Where mistakes are reported, all of them errors.
  /// - Returns: The value, or `nil` after a mistake in the syntax.
  public static func parse(
    _ source: SourceText, limits: JSONLimits = .policy, diagnostics: inout [Diagnostic]
  ) -> JSONNode? {
    var reader = JSONReader(source, limits: limits)
    let node: JSONNode?
    do throws(JSONSyntaxError) {
      try reader.checkWhole()
      node = try reader.text()
    } catch {
      reader.diagnostics.append(error.diagnostic)
      node = nil
    }
    // A file that begins like none of ours may be anyone's: it is named, but not quoted.
    if !reader.beginsLikeJSON {
      for index in reader.diagnostics.indices { reader.diagnostics[index].showsExcerpt = false }
    }
    diagnostics += reader.diagnostics
    return node
  }
}

/// The mistake that ended the parsing.
struct JSONSyntaxError: Error {
  let diagnostic: Diagnostic
}
