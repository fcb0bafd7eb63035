import ClassicBPF
import LinuxABI
import Toolbox

/// What people write who know another tool, or C, and how it is written here.
///
/// Each answer is the end of a message: what to write instead.
enum OtherSpellings {
  // MARK: Actions

  /// What to write for a word that is no action.
  static func action(_ word: String) -> String? {
    if ErrnoName.exists(word.uppercased()) { return error(word) }
    if let (name, value) = call(word) { return self.action(name, of: value) }
    return action(word, of: nil)
  }

  private static func action(_ word: String, of value: Substring?) -> String? {
    var name = word.lowercased().replacing("-", with: "_")
    for prefix in ["scmp_act_", "seccomp_ret_", "ret_", "act_"] where name.hasPrefix(prefix) {
      name = String(name.dropFirst(prefix.count))
    }
    switch name {
    case "errno", "error", "return", "deny", "denied", "block", "reject", "refuse", "forbid":
      return error(value.map { String($0) })
    case "kill", "kill_thread", "thread":
      return "write \"kill-process\", or \"kill-thread\" for the calling thread alone"
    case "kill_process", "terminate", "die", "abort": return "write \"kill-process\""
    case "allow", "accept", "permit", "pass", "yes", "true": return "write \"allow\""
    case "log", "audit", "warn", "complain": return "write \"log\", which allows and records"
    case "trap", "sigsys": return "write \"trap\""
    case "trace", "ptrace": return "write \"trace\" or {\"trace\": 1}"
    case "notify", "user_notif", "unotify", "user_notify": return "write \"notify\""
    default: return nil
    }
  }

  private static func error(_ value: String?) -> String {
    let name = value.map { $0.uppercased() }
    if let name, ErrnoName.exists(name) { return "write {\"errno\": \"\(name)\"}" }
    if let value, let number = UInt16(value), 1...FilterAction.maximumErrno ~= number {
      return "write {\"errno\": \(number)}"
    }
    return "write {\"errno\": \"EPERM\"}, with the error that the call is to fail with"
  }

  /// The parts of `errno(EPERM)`, `errno:1` or `ERRNO EPERM`.
  private static func call(_ word: String) -> (name: String, value: Substring)? {
    guard let cut = word.firstIndex(where: { "(: =".contains($0) }) else { return nil }
    let rest = word[word.index(after: cut)...].drop { " =".contains($0) }
    return (String(word[..<cut]), rest.prefix { $0.isLetter || $0.isNumber })
  }

  /// All actions, for who has to choose.
  static let actions =
    "an action is \"allow\", \"log\", {\"errno\": \"EPERM\"}, \"kill-process\", \"kill-thread\", "
    + "\"trap\", \"trace\" or \"notify\""

  // MARK: Keys

  /// The key that is meant by one that no object has, of these that would be right.
  static func key(_ key: String, among keys: [String]) -> String? {
    let word = key.lowercased().filter { $0.isLetter || "=!<>&".contains($0) }
    let meant = keysByOther[word] ?? []
    return meant.first(where: keys.contains)
  }

  /// By what others call it, in lower case and without `_`, `-` and digits: what it may be here.
  ///
  /// Only what means the same: a list of allowed or denied calls is no `rules`, a range no `in`.
  private static let keysByOther: [String: [String]] = {
    var keys: [String: [String]] = [:]
    for (key, others) in [
      ("default", "defaultaction defaultactions mismatchaction policy defaulterrnoret"),
      ("rules", "filter filters syscalls calls seccomp"),
      ("extends", "include includes import imports base bases inherit inherits parent"),
      ("architectures", "arch archs arches architecture archmap abi abis targets"),
      ("kernel", "minkernel kernelversion"),
      ("description", "title about summary"),
      ("comment", "note notes reason why"),
      ("syscalls", "syscall names name call calls systemcalls numbers nr"),
      ("where", "when args arg arguments if condition conditions match filter with"),
      ("action", "then verdict do errno errnoret result onmatch matchaction act"),
      ("else", "otherwise onmismatch mismatchaction"),
      ("eq", "equal equals == = scmpcmpeq value"),
      ("ne", "not neq notequal notequals != scmpcmpne unequal"),
      ("in", "oneof anyof values among"),
      ("notIn", "noneof notoneof nin"),
      ("lt", "less lessthan < scmpcmplt"), ("le", "lte lessorequal <= scmpcmple atmost max"),
      ("gt", "greater greaterthan > scmpcmpgt"),
      ("ge", "gte greaterorequal >= scmpcmpge atleast min"),
      ("has", "hasall allbits all allof includes contains"),
      ("hasAny", "any anybit anybits anyof intersects &"),
      ("hasNone", "none nobits without lacks hasnot excludes"),
      ("only", "onlybits subset subsetof within"),
      ("masked", "maskedeq maskedequal scmpcmpmaskedeq bitmask"),
      ("width", "size vallen"), ("from", "min low lower start first"),
      ("to", "max high upper end last"),
    ] {
      for other in others.split(separator: " ") { keys[String(other), default: []].append(key) }
    }
    return keys
  }()

  // MARK: Calls

  /// The name of a call within a macro or a function of the kernel: `SYS_open`, `__NR_open`.
  static func call(named name: String) -> String? {
    let word = name.lowercased()
    for prefix in [
      "sys_", "__nr_", "nr_", "__sys_", "__x64_sys_", "__se_sys_", "__do_sys_", "__ia32_sys_",
      "__arm64_sys_", "ksys_", "compat_sys_", "syscall_", "__",
    ] where word.hasPrefix(prefix) {
      let rest = String(word.dropFirst(prefix.count))
      if Syscall.named(rest) != nil { return rest }
    }
    return Syscall.named(word) == nil ? nil : word
  }

  /// What to write for a selector that means the opposite in units and in minijail, `~@mount`, for a
  /// pattern and for a list in one string.
  static func selector(_ text: Substring) -> String? {
    if text.contains("*") {
      return "there are no patterns; list the calls, or name a group such as \"@file-system\""
    }
    let names = text.split { ", ;\t".contains($0) }
    if names.count > 1, names.allSatisfy({ Syscall.named(String($0)) != nil }) {
      return "each call is an entry of its own: "
        + names.prefix(4).map { "\"\($0)\"" }.joined(separator: ", ")
        + (names.count > 4 ? ", …" : "")
    }
    guard let first = text.first, "~^-".contains(first), text.count > 1 else { return nil }
    return "to take something out write \"!\(text.dropFirst())\", after what it is taken out of"
  }

  /// Why a call has no such argument that its callers speak of: it lies in memory.
  static func argumentInMemory(_ argument: String, of call: String) -> String? {
    guard let known = inMemory[call], known.members.contains(argument) else { return nil }
    let beginning =
      "its '\(argument)' is in memory, where no filter looks: answer '\(call)' with "
      + "{\"errno\": \"ENOSYS\"}"
    // What the older call does not have, nobody can ask of it.
    return known.shared.contains(argument)
      ? "\(beginning) and put the condition on '\(known.older)', which programs then use"
      : "\(beginning), so that programs use '\(known.older)', which has nothing of the kind"
  }

  /// Calls that have their arguments in memory, with those that the older call has as arguments.
  private static let inMemory: [String: (members: [String], shared: [String], older: String)] = [
    "clone3": (
      ["flags", "exit_signal", "stack", "tls", "set_tid", "cgroup", "clone_flags"],
      ["flags", "clone_flags"], "clone"
    ),
    "openat2": (["flags", "mode", "resolve"], ["flags", "mode"], "openat"),
  ]

  // MARK: Values

  /// What to write for a value that is none.
  static func value(_ text: String) -> String? {
    if text.contains("/") || text.hasPrefix(".") {
      return "a filter sees the address of a text, and never the text: what may be opened by its "
        + "name is for mount namespaces, Landlock or AppArmor"
    }
    return nil
  }
}
