import JSONSyntax

/// Keys as Go's loaders compare them: without minding the case of letters.
extension String {
  /// Whether a loader takes this key for another one.
  func folds(to key: String) -> Bool {
    unicodeScalars.elementsEqual(key.unicodeScalars) { $0.folded == $1.folded }
  }
}

extension Unicode.Scalar {
  /// The scalar that stands for all that are the same letter to Go, as far as keys have them.
  fileprivate var folded: Unicode.Scalar {
    switch self {
    case "A"..."Z": Unicode.Scalar(UInt8(value) | 0x20)
    // The long s and the sign for kelvin, whose other case is a letter of ASCII.
    case "\u{17f}": "s"
    case "\u{212a}": "k"
    default: self
    }
  }
}

extension JSONNode {
  /// The members that a loader takes for those of a key; none of what is no object.
  func members(foldedTo key: String) -> [JSONMember] {
    guard case .object(let members) = value else { return [] }
    return members.filter { $0.key.folds(to: key) }
  }

  /// Whether it is an object in which a loader finds a key.
  func has(foldedTo key: String) -> Bool {
    guard case .object(let members) = value else { return false }
    return members.contains { $0.key.folds(to: key) }
  }
}
