public import SourceDiagnostics

/// A value of a JSON text, and where it stands.
public struct JSONNode: Sendable {
  /// What is written there.
  public enum Value: Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number of any form.
    case number(JSONNumber)
    /// A string, without quotes and escapes.
    case string(String)
    /// The elements in order.
    case array([JSONNode])
    /// The members in order, duplicates included.
    case object([JSONMember])
  }

  /// What is written there.
  public let value: Value
  private let compactRange: CompactRange

  /// The bytes from the first to the last character of the value, quotes and brackets included.
  public var range: SourceRange { compactRange.range }

  /// A value that was read, or stands for one.
  ///
  /// - Parameters:
  ///   - value: What is written.
  ///   - range: Where it is written, in the first 4 GiB of the text.
  public init(value: Value, range: SourceRange) {
    self.value = value
    compactRange = CompactRange(range)
  }

  /// The value of a key, where the value is an object that has it.
  ///
  /// - Parameter key: The key.
  public subscript(_ key: String) -> JSONNode? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.key == key }?.value
  }
}

/// A key and its value.
public struct JSONMember: Sendable {
  /// The key, without quotes and escapes.
  public let key: String
  private let compactKeyRange: CompactRange
  /// The value.
  public let value: JSONNode

  /// The bytes of the key, quotes included.
  public var keyRange: SourceRange { compactKeyRange.range }

  /// A member of an object; its key need not be unique there.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - keyRange: Where the key is written.
  ///   - value: The value.
  public init(key: String, keyRange: SourceRange, value: JSONNode) {
    self.key = key
    compactKeyRange = CompactRange(keyRange)
    self.value = value
  }
}

extension JSONNode.Value {
  /// What kind of value it is, for messages such as `expected a string, found an object`.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// A range in half of the room: a text of the largest size can have millions of values.
private struct CompactRange {
  let lowerBound: UInt32
  let upperBound: UInt32

  init(_ range: SourceRange) {
    lowerBound = UInt32(range.lowerBound)
    upperBound = UInt32(range.upperBound)
  }

  var range: SourceRange { SourceRange(Int(lowerBound)..<Int(upperBound)) }
}
