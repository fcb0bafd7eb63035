/// Finds duplicate keys, by hashing where an object has more than a few.
package struct KeyIndex {
  /// The first member of each key; empty while there are few.
  private var firsts: [String: Int] = [:]

  /// How many keys are compared one by one.
  private static let few = 16

  /// An index of an object without members.
  package init() {}

  /// The member of a key among those read so far; otherwise takes note of the key.
  ///
  /// Called for each key in turn, before its member exists.
  ///
  /// - Parameters:
  ///   - key: The key of the next member.
  ///   - members: The members so far.
  /// - Returns: The first member with this key.
  package mutating func firstMember(named key: String, in members: [JSONMember]) -> JSONMember? {
    if members.count < Self.few { return members.first { $0.key == key } }
    if members.count == Self.few {
      for (index, member) in members.enumerated() where firsts[member.key] == nil {
        firsts[member.key] = index
      }
    }
    if let first = firsts[key] { return members[first] }
    firsts[key] = members.count
    return nil
  }
}
