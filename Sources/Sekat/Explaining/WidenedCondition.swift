/// A condition that holds where one of two does.
enum WidenedCondition {
  /// The text of a `where` that holds where it did before, and where another condition does.
  ///
  /// - Parameters:
  ///   - old: A condition, or a list of alternatives.
  ///   - new: A condition.
  /// - Returns: A list of values has more of them where nothing else differs; in all other cases the new
  ///   condition is another alternative.
  static func text(_ old: String, or new: String) -> String? {
    guard let parts = JSONParts(old), let added = JSONParts(new) else { return nil }
    var alternatives = parts.isObject ? [parts] : parts.parts.compactMap { JSONParts($0.value) }
    for (index, alternative) in alternatives.enumerated() {
      if let both = joined(alternative, added) {
        alternatives[index] = both
        return text(of: alternatives)
      }
    }
    return text(of: alternatives + [added])
  }

  private static func text(of alternatives: [JSONParts]) -> String {
    alternatives.count == 1
      ? alternatives[0].text : "[" + alternatives.map(\.text).joined(separator: ", ") + "]"
  }

  /// Both in one, where they differ in one list of values and in nothing else.
  private static func joined(_ left: JSONParts, _ right: JSONParts) -> JSONParts? {
    guard left.isObject, right.isObject, left.parts.count == right.parts.count else { return nil }
    let keys = left.parts.compactMap(\.key)
    guard keys.allSatisfy({ right[$0] != nil }) else { return nil }
    let differing = keys.filter { !isSame(left[$0], right[$0]) }
    guard differing.count <= 1, let key = differing.first else { return nil }
    guard let one = left[key], let other = right[key] else { return nil }
    var both = left
    if let values = joinedValues(one, other) {
      both[key] = values
      return both
    }
    // `{"is": […], "only": …}` on both sides.
    guard let inner = JSONParts(one), let further = JSONParts(other), inner.isObject,
      further.isObject, let found = joined(inner, further), found["is"] != inner["is"]
    else { return nil }
    both[key] = found.text
    return both
  }

  /// Values of both lists, where both are lists; one value stands for a list of it.
  private static func joinedValues(_ one: String, _ other: String) -> String? {
    func values(_ text: String) -> [String]? {
      if text.hasPrefix("{") { return nil }
      guard text.hasPrefix("[") else { return [text] }
      let values = JSONParts(text)?.parts.map(\.value) ?? []
      return values.allSatisfy { !$0.hasPrefix("{") } ? values : nil
    }
    guard let one = values(one), let other = values(other) else { return nil }
    return "[" + (one + other.filter { !one.contains($0) }).joined(separator: ", ") + "]"
  }

  private static func isSame(_ one: String?, _ other: String?) -> Bool {
    guard let one, let other else { return one == other }
    if one == other { return true }
    guard let left = JSONParts(one), let right = JSONParts(other) else {
      return joinedValues(one, other).map { $0 == "[\(one)]" || $0 == one } ?? false
    }
    return left.text == right.text
  }
}
