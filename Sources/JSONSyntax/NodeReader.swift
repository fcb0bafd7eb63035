public import SourceDiagnostics
import Toolbox

/// Reads values of JSON one by one, and says of each that is not what it must be.
///
/// Who reads a format conforms to it and has the simple types, the members of objects and the reports;
/// what is left to it is what its keys mean. All mistakes are errors, and all come out.
public protocol NodeReader {
  /// The text that the values are of.
  var source: SourceText { get }
  /// What is wrong so far.
  var diagnostics: [Diagnostic] { get set }
  /// So many mistakes are reported; who makes more has been told enough.
  var mostMistakes: Int { get }
  /// After so many mistakes nobody looks for what was meant by a word: that takes time.
  var mostSuggestions: Int { get }

  /// What is said of a value that is of another kind than it must be.
  ///
  /// - Parameters:
  ///   - node: The value.
  ///   - expected: What it must be.
  ///   - what: The key that it belongs to, or a phrase of several words.
  /// - Returns: The mistake.
  func mismatch(_ node: JSONNode, _ expected: ExpectedValue, for what: String) -> NodeMistake
  /// What is said of an object that lacks a key.
  ///
  /// - Parameters:
  ///   - keys: The keys that it needs.
  ///   - what: The key that the object belongs to, or a phrase of several words.
  /// - Returns: The mistake.
  func missing(_ keys: [String], in what: String) -> NodeMistake
  /// The key that another format means by one that no object of this format has.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - keys: The keys that would be right.
  /// - Returns: One of them, or `nil` where no format is known that uses the key.
  func meantKey(_ key: String, among keys: [String]) -> String?
}

/// What a value must be.
public enum ExpectedValue: Sendable {
  /// A string.
  case string
  /// `true` or `false`.
  case bool
  /// An array.
  case list
  /// An object.
  case object
  /// A number of things, 0 or more.
  case count
}

/// What is wrong with a value.
public struct NodeMistake: Sendable {
  /// The name of the mistake, in kebab case.
  public let id: String
  /// A sentence without a full stop.
  public let message: String

  /// A mistake.
  ///
  /// - Parameters:
  ///   - id: Its name, in kebab case.
  ///   - message: A sentence without a full stop.
  public init(_ id: String, _ message: String) {
    self.id = id
    self.message = message
  }
}

extension NodeReader {
  /// So many mistakes are reported.
  public var mostMistakes: Int { JSONLimits.policy.mistakes }
  /// After so many mistakes nobody looks for what was meant by a word.
  public var mostSuggestions: Int { 100 }

  /// Says what the value of a key must be.
  public func mismatch(
    _ node: JSONNode, _ expected: ExpectedValue, for what: String
  ) -> NodeMistake {
    let kind =
      switch expected {
      case .string: "a string"
      case .bool: "true or false"
      case .list: "a list"
      case .object: "an object"
      case .count: "a number, 0 or more"
      }
    if case .count = expected, case .number(let number) = node.value {
      return Self.mismatch(number, for: what)
    }
    // The commonest slip: a list of one that is written without its brackets.
    var right = ""
    if case .list = expected, case .string(let text) = node.value {
      right = "; write [\"\(escaped(text))\"]"
    }
    return NodeMistake(
      "wrong-type", "\(Self.phrase(what)) must be \(kind), not \(node.value.kind)\(right)")
  }

  /// Says which keys an object needs.
  public func missing(_ keys: [String], in what: String) -> NodeMistake {
    let names = keys.map { "'\($0)'" }.joined(separator: " and ")
    return NodeMistake("missing-key", "\(Self.phrase(what)) needs \(names)")
  }

  /// Knows of no other format.
  public func meantKey(_ key: String, among keys: [String]) -> String? { nil }

  /// What is said of a number that is no number of things.
  private static func mismatch(_ number: JSONNumber, for what: String) -> NodeMistake {
    let problem =
      switch number.integer {
      case let integer? where integer.isNegative: "must be 0 or more, not \(integer)"
      case let integer?: "must be at most \(mostCounted), not \(integer)"
      case nil:
        "must be an integer, 0 or more; this number "
          + (number.problem.map { "\($0)" } ?? "is none")
      }
    return NodeMistake("wrong-type", "\(phrase(what)) \(problem)")
  }

  /// The greatest number of things; sums of many are integers, too.
  static var mostCounted: UInt64 { 1 << 53 }

  /// A key in quotes, or several words as they are.
  static func phrase(_ what: String) -> String { what.contains(" ") ? what : "'\(what)'" }
}
