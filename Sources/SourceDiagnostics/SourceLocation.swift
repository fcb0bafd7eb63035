import Toolbox

/// A part of a text, as byte offsets.
public struct SourceRange: Hashable, Sendable {
  /// The offset of the first byte.
  public var lowerBound: Int
  /// The offset after the last byte; equal to the lower bound for a place between two bytes.
  public var upperBound: Int

  /// The range of these offsets.
  ///
  /// - Parameter range: Offsets in bytes.
  public init(_ range: Range<Int>) {
    lowerBound = range.lowerBound
    upperBound = range.upperBound
  }

  /// The offsets.
  public var range: Range<Int> { lowerBound..<max(lowerBound, upperBound) }
}

/// A part of a certain text.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// The text.
  public let source: SourceText
  /// The part of it.
  public let range: SourceRange

  /// A part of a text, which may be empty.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - range: The part of it.
  public init(source: SourceText, range: SourceRange) {
    self.source = source
    self.range = range
  }

  /// The line and column at which the part begins.
  public var start: SourcePosition { source.position(of: range.lowerBound) }

  /// `file:line:column`, where the name of the file is escaped.
  public var description: String { "\(escaped(source.name)):\(start)" }
}
