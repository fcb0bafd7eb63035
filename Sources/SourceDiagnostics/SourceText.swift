import Toolbox

/// The text of one file, and the names of the places in it.
///
/// Texts are compared by identity: two readings of one path are two texts.
public final class SourceText: Sendable {
  /// The name to show: a path, `builtin:default`, `<stdin>`.
  public let name: String
  /// The content, which need not be valid UTF-8.
  public let bytes: [UInt8]

  /// Known positions, one about every `SourceText.stride` bytes, the first at offset 0.
  ///
  /// They bound the work of ``position(of:)``, in long lines too: a minified file has one.
  private let checkpoints: [Checkpoint]

  /// Takes the content of a file that has been read.
  ///
  /// - Parameters:
  ///   - name: The name to show in messages.
  ///   - bytes: The content.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    checkpoints = Checkpoint.list(for: bytes)
  }

  /// The line and column of an offset.
  ///
  /// Lines end after a line feed. An offset inside of a character has the position of the
  /// character, and one beyond the end that of the end.
  ///
  /// - Parameter offset: An offset in bytes.
  /// - Returns: The position.
  public func position(of offset: Int) -> SourcePosition {
    let offset = max(0, min(offset, bytes.count))
    var index = min(offset / Checkpoint.stride, checkpoints.count - 1)
    // A checkpoint stands at the first character that begins in its part.
    if checkpoints[index].offset > offset { index -= 1 }
    var checkpoint = checkpoints[index]
    while checkpoint.offset < offset {
      let next = checkpoint.advanced(in: bytes)
      if next.offset > offset { break }
      checkpoint = next
    }
    return SourcePosition(line: checkpoint.line, column: checkpoint.column)
  }
}

extension SourceText: Hashable {
  /// Whether these are one and the same text.
  ///
  /// - Parameters:
  ///   - left: A text.
  ///   - right: A text.
  /// - Returns: Whether they are identical, not only of equal content.
  public static func == (left: SourceText, right: SourceText) -> Bool { left === right }

  /// Feeds the identity of the text.
  ///
  /// - Parameter hasher: Where to.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// A line and a column, both counted from 1.
public struct SourcePosition: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The line; lines end after a line feed.
  public var line: Int
  /// The column in Unicode scalars; a byte that is no valid UTF-8 counts as one.
  public var column: Int

  /// A place in a text as people count: from 1.
  ///
  /// - Parameters:
  ///   - line: The line, from 1.
  ///   - column: The column, from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// `line:column`.
  public var description: String { "\(line):\(column)" }

  /// Whether the first position comes before the second.
  ///
  /// - Parameters:
  ///   - left: A position.
  ///   - right: A position of the same text.
  /// - Returns: Whether the first is the earlier.
  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// An offset whose position is known.
private struct Checkpoint: Sendable {
  var offset = 0
  var line = 1
  var column = 1

  /// The bytes between two checkpoints.
  static let stride = 4096

  /// The place one character further.
  ///
  /// - Parameter bytes: The text, which does not end here.
  /// - Returns: The next checkpoint.
  func advanced(in bytes: [UInt8]) -> Checkpoint {
    var next = self
    let byte = bytes[offset]
    next.offset += byte < 0x80 ? 1 : decodeScalar(in: bytes, at: offset).length
    if byte == 0x0a {
      next.line += 1
      next.column = 1
    } else {
      next.column += 1
    }
    return next
  }

  /// The checkpoints of a text, which for a short one is only the first.
  ///
  /// - Parameter bytes: The text.
  /// - Returns: One checkpoint for each part of `stride` bytes.
  static func list(for bytes: [UInt8]) -> [Checkpoint] {
    var list = [Checkpoint()]
    var checkpoint = Checkpoint()
    let last = bytes.count / stride * stride
    while checkpoint.offset < last {
      checkpoint = checkpoint.advanced(in: bytes)
      if checkpoint.offset >= list.count * stride { list.append(checkpoint) }
    }
    return list
  }
}
