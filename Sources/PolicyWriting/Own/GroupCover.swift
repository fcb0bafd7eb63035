import LinuxABI

/// Calls by as few entries as there may be: groups, what they have too much, and the names of what is left.
struct GroupCover {
  /// A group is worth its name if it stands for so many calls, and for so many more than it has too much.
  private static let least = 4

  private let groups: [(name: String, members: Set<Syscall>)]

  /// A cover for rules of some ABIs.
  ///
  /// - Parameters:
  ///   - kernel: The release at which the policy cuts groups.
  ///   - abis: The ABIs of the policy; calls that none of them has do not matter.
  init(upTo kernel: KernelVersion?, on abis: [ABI]) {
    groups = SyscallGroup.all
      .filter { !$0.name.hasPrefix("pledge/") }
      .map { group in
        let members = group.members(upTo: kernel).filter { call in
          abis.contains { call.number(on: $0) != nil }
        }
        return (group.name, Set(members))
      }
  }

  /// The entries that stand for just these calls.
  func entries(for calls: [Syscall]) -> [String] {
    let all = Set(calls)
    var (rest, surplus): (Set<Syscall>, Set<Syscall>) = (all, [])
    var chosen: [String] = []
    while true {
      var best: (name: String, gain: Int, members: Set<Syscall>)?
      for (name, members) in groups {
        let missing = members.subtracting(all).subtracting(surplus).count
        let gain = members.intersection(rest).count - 2 * missing
        if gain >= Self.least, gain > best?.gain ?? 0 { best = (name, gain, members) }
      }
      guard let best else { break }
      chosen.append("@" + best.name)
      rest.subtract(best.members)
      surplus.formUnion(best.members.subtracting(all))
    }
    return chosen.sorted() + surplus.map { "!" + $0.name }.sorted() + rest.map(\.name).sorted()
  }
}
