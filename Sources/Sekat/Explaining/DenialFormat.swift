/// How a report of denials is written.
package enum DenialFormat: String, CaseIterable {
  /// For people.
  case text
  /// A JSON document at the end.
  case json
  /// A JSON object on a line of its own for each denial, and one at the end.
  case ndjson

  /// All names, for messages.
  package static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
