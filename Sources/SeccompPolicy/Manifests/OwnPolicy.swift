import JSONSyntax

extension PolicyFormats {
  /// Whether a value is a policy in a format that is read, and not the file of another program that has a
  /// key of the same name.
  func reads(_ root: JSONNode) -> Bool {
    let content = PolicyContent.json(root)
    guard let format = format(of: content), !(format is UnreadFormat) else { return false }
    return !(format is SekatFormat) || Self.isLikeOwn(root, content.members)
  }

  /// Compilers and linters of other languages have `rules` and `extends`, too.
  private static func isLikeOwn(_ root: JSONNode, _ members: [JSONMember]) -> Bool {
    if case .array(let rules)? = root["rules"]?.value {
      return rules.isEmpty || rules.contains { $0["syscalls"] != nil }
    }
    guard root["rules"] == nil, case .array? = root["extends"]?.value else { return false }
    return members.allSatisfy { SekatDecoder.keys.contains($0.key) }
  }
}
