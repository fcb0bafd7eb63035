import Foundation
import LinuxABI
import TestSupport
import Testing

/// The groups of systemd as systemd has them, where it is installed.
@Suite struct SystemdGroupTests {
  private static let tool = ["/usr/bin/systemd-analyze", "/bin/systemd-analyze"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(.enabled(if: tool != nil, "systemd-analyze is not installed"))
  func `groups have the calls that systemd lists`() throws {
    let output = try run(try #require(Self.tool), ["syscall-filter", "--no-pager"]).output
    var groups: [String: Set<String>] = [:]
    var open: String?
    for line in output.split(separator: "\n") {
      if line.hasPrefix("@") {
        open = String(line.dropFirst())
        groups[String(line.dropFirst())] = []
      } else if line.hasPrefix("    "), !line.contains("#"), let group = open {
        groups[group]?.insert(String(line.drop { $0 == " " }))
      } else {
        open = nil
      }
    }
    func members(_ group: String, _ depth: Int = 0) -> Set<String> {
      Set(
        (groups[group] ?? []).flatMap { name in
          name.hasPrefix("@") && depth < 8
            ? members(String(name.dropFirst()), depth + 1) : [name]
        })
    }
    #expect(groups.count > 20)
    for name in groups.keys.sorted() where name != "known" {
      let own = try #require(SyscallGroup.named(name), "@\(name) is missing")
      // A release of systemd may be older than the table, and have fewer calls.
      let missing = members(name).subtracting(own.members().map(\.name))
        .filter { Syscall.named($0) != nil }
      #expect(missing.isEmpty, "@\(name)")
    }
  }
}
