extension TableGenerator {
  /// The page of the documentation with the members of all groups.
  public var groupPage: String {
    let groups = Dictionary(grouping: rows("groups.tsv")) { $0["group"] ?? "" }
      .sorted { Self.precedes($0.key, $1.key) }
    let releases = Dictionary(
      uniqueKeysWithValues: rows("syscalls.tsv").map { ($0["name"] ?? "", $0["introduced"] ?? "") })
    var text = """
      # Groups

      The built-in groups of system calls, which policies use as `@name`.

      Made by `swift run generate-tables` from the facts; do not edit.

      They are as of Linux \(Self.kernelRelease). A call that came with Linux 5.0 or later has the release beside it: a
      policy whose `kernel` is older does not get it with the group. `sekat syscalls @` lists the groups,
      `sekat syscalls @basic-io` the members of one, those of groups within it included. Groups of a policy's own
      are on the page <doc:PolicyFormat>.

      """
    for (group, rows) in groups {
      let members = rows.compactMap { $0["member"] }.sorted(by: Self.precedes)
      text += "\n## @\(group)\n\n" + Self.filled(members.map { Self.entry($0, releases) })
    }
    return text
  }

  /// A member, and when it came if that was not long ago.
  private static func entry(_ member: String, _ releases: [String: String]) -> String {
    guard let release = releases[member], let major = Int(release.prefix { $0 != "." }), major >= 5
    else { return "`\(member)`" }
    return "`\(member)` (\(release))"
  }

  /// Entries with commas between them, in lines of up to 100 columns.
  private static func filled(_ entries: [String]) -> String {
    var lines = [""]
    for (index, entry) in entries.enumerated() {
      let item = entry + (index == entries.count - 1 ? "" : ",")
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] = item
      } else if line.count + 1 + item.count <= 100 {
        lines[lines.count - 1] += " " + item
      } else {
        lines.append(item)
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
