extension NodeReader {
  /// The text of a string.
  ///
  /// - Parameters:
  ///   - node: The value, which must be one.
  ///   - what: Its key, or a phrase of several words.
  /// - Returns: The text, or `nil` after a report.
  public mutating func string(_ node: JSONNode, for what: String) -> String? {
    if case .string(let text) = node.value { return text }
    report(node, mismatch(node, .string, for: what))
    return nil
  }

  /// `true` or `false`.
  ///
  /// - Parameters:
  ///   - node: The value, which must be one of the two.
  ///   - what: Its key, or a phrase of several words.
  /// - Returns: Which one it is, or `nil` after a report.
  public mutating func bool(_ node: JSONNode, for what: String) -> Bool? {
    if case .bool(let flag) = node.value { return flag }
    report(node, mismatch(node, .bool, for: what))
    return nil
  }

  /// A number of things.
  ///
  /// - Parameters:
  ///   - node: The value, which must be an integer, 0 or more, and small enough for sums of many.
  ///   - what: Its key, or a phrase of several words.
  /// - Returns: The number, or `nil` after a report.
  public mutating func count(_ node: JSONNode, for what: String) -> Int? {
    if case .number(let number) = node.value, let integer = number.integer, !integer.isNegative,
      integer.magnitude <= Self.mostCounted
    {
      return Int(integer.magnitude)
    }
    report(node, mismatch(node, .count, for: what))
    return nil
  }

  /// A number that is an integer.
  ///
  /// - Parameters:
  ///   - number: The number.
  ///   - node: The value that it is.
  /// - Returns: The integer, or `nil` after a report.
  public mutating func integer(_ number: JSONNumber, at node: JSONNode) -> JSONInteger? {
    if let integer = number.integer { return integer }
    let problem = number.problem.map { "\($0)" } ?? "is no integer"
    report(node, "not-an-integer", "a number must be an integer; this one \(problem)")
    return nil
  }

  /// The elements of a list, those that can be read.
  ///
  /// - Parameters:
  ///   - node: The value, which must be a list.
  ///   - what: Its key, or a phrase of several words.
  ///   - mayBeEmpty: Whether the list may say nothing.
  ///   - read: Reads an element; `nil` after a report.
  /// - Returns: What was read.
  public mutating func list<Element>(
    _ node: JSONNode, for what: String, mayBeEmpty: Bool = false,
    _ read: (inout Self, JSONNode) -> Element?
  ) -> [Element] {
    guard case .array(let elements) = node.value else {
      report(node, mismatch(node, .list, for: what))
      return []
    }
    if elements.isEmpty && !mayBeEmpty {
      report(node, "empty", "\(Self.phrase(what)) must not be empty")
    }
    return elements.compactMap { read(&self, $0) }
  }

  /// The members of an object.
  ///
  /// - Parameters:
  ///   - node: The value, which must be an object.
  ///   - what: Its key, or a phrase of several words.
  /// - Returns: The members in order, or `nil` after a report.
  public mutating func object(_ node: JSONNode, for what: String) -> [JSONMember]? {
    if case .object(let members) = node.value { return members }
    report(node, mismatch(node, .object, for: what))
    return nil
  }

  /// The value of a key that an object must have.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - node: The value, which must be an object.
  ///   - what: What it is, as a key or a phrase of several words.
  /// - Returns: The value of the member, or `nil` after a report.
  public mutating func member(
    _ key: String, of node: JSONNode, in what: String
  ) -> JSONNode? {
    guard object(node, for: what) != nil else { return nil }
    if let value = node[key] { return value }
    report(node, missing([key], in: what))
    return nil
  }
}
