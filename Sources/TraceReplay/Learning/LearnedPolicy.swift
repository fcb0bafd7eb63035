import LinuxABI
import SourceDiagnostics
import Toolbox

/// Writes a policy that allows the calls that were seen.
struct LearnedPolicy {
  private let calls: [ABI: [UInt32: LearnedCall]]
  private let replaced: [ABI: Set<UInt32>]
  private let abis: [ABI]
  /// The ABIs of the programs: those of the logs, and the machine's own.
  private let used: Set<ABI>
  /// Whether the base has no rule for a call.
  private let isLeftOpen: (UInt32, ABI) -> Bool
  private let options: PolicyLearner.Options
  private let logs: [String]
  private let accepted: AcceptedFindings

  init(
    calls: [ABI: [UInt32: LearnedCall]], replaced: [ABI: Set<UInt32>], of seen: Set<ABI>,
    machine: Machine, options: PolicyLearner.Options, logs: [String],
    accepted: AcceptedFindings, isLeftOpen: @escaping (UInt32, ABI) -> Bool
  ) {
    self.calls = calls
    self.replaced = replaced
    self.accepted = accepted
    self.isLeftOpen = isLeftOpen
    used = seen.union([machine.abi])
    abis = machine.abis.filter {
      $0 == machine.abi || options.baseABIs.contains($0) || seen.contains($0)
    }
    self.options = options
    self.logs = logs
  }

  /// The policy.
  var text: String {
    var json = JSONWriter()
    json.object { json in
      json.member("description", description)
      if let base = options.base {
        json.array("extends", inline: true) { $0.value(base) }
      }
      json.array("architectures", inline: true) { json in
        abis.forEach { json.value($0.name) }
      }
      if options.base == nil {
        json.object("default", inline: true) { $0.member("errno", "EPERM") }
        // A C library that tries a newer call first takes ENOSYS for a reason to go on.
        json.member("kernel", "\(newestRelease)")
      }
      let relatives = relatives
      if !relatives.isEmpty {
        json.member(
          "comment",
          "Not seen, and not allowed; another C library may make them instead: "
            + relatives.joined(separator: ", "))
      }
      write(
        accepted.ofFile, because: "the logs show no more",
        to: &json)
      json.array("rules") { json in
        var index = 0
        for rule in abis.flatMap(rules) {
          write(rule, at: index, to: &json)
          index += 1
        }
      }
    }
    return json.text
  }

  private var description: String {
    let isOfTable = calls.values.contains { $0.values.contains { $0.count == 0 } }
    if logs.isEmpty { return "What a program was seen to do." }
    return "What the programs in \(logs.joined(separator: ", ")) were seen to do."
      + (isOfTable ? " Arguments were not seen: a table of 'strace -c' has only names." : "")
  }

  /// The release that brought the newest of the calls, as far as a policy can say it: releases
  /// before 3.0 have three numbers.
  private var newestRelease: KernelVersion {
    let releases = abis.flatMap { abi in
      (Set((calls[abi] ?? [:]).keys).union(replaced[abi] ?? [])).compactMap {
        Syscall.numbered($0, on: abi)?.introduced
      }
    }
    return releases.reduce(KernelVersion(3, 0), max)
  }

  // MARK: - Rules

  /// A rule of the policy.
  private struct Rule {
    var names: [String]
    var abi: ABI
    var conditions: [(argument: String, condition: LearnedCondition)] = []
    /// Whether the calls are answered as if the kernel had none of them.
    var isAbsent = false
    /// Whether the logs do not show the arguments.
    var isUnseen = false
    var comment: String
  }

  /// The indices of the rules for calls whose arguments the logs do not show.
  var unseenRules: Set<Int> {
    Set(abis.flatMap(rules).enumerated().filter(\.element.isUnseen).map(\.offset))
  }

  /// The rules for one ABI.
  private func rules(for abi: ABI) -> [Rule] {
    let seen = (calls[abi] ?? [:]).map { number, call in
      (known: Syscall.numbered(number, on: abi), number: number, call: call)
    }.sorted { ($0.known?.name ?? "~", $0.number) < ($1.known?.name ?? "~", $1.number) }
    var plain: [String] = []
    var special: [Rule] = []
    for (known, number, call) in seen {
      let name = known?.name
      // On x32 the number is written without its bit.
      let bare = abi == .x32 ? number & ~ABI.x32Bit : number
      let conditions =
        options.ignoresArguments
        ? [] : known.map { call.conditions(of: $0, on: abi, isStrict: options.isStrict) } ?? []
      if let name, conditions.isEmpty && SyscallRisk.power(of: name) == nil {
        plain.append(name)
      } else {
        special.append(
          Rule(
            names: [name ?? "#\(bare)"], abi: abi, conditions: conditions,
            isUnseen: !options.ignoresArguments
              && known.map { call.hidesArguments(of: $0, on: abi) } ?? false,
            comment: comment(on: name, call)))
      }
    }
    var rules: [Rule] = []
    if !plain.isEmpty { rules.append(Rule(names: plain, abi: abi, comment: "seen in the logs")) }
    rules += special
    rules += needs(on: abi)
    let closed = (replaced[abi] ?? []).compactMap { Syscall.numbered($0, on: abi)?.name }.sorted()
    if !closed.isEmpty {
      rules.append(
        Rule(
          names: closed, abi: abi, isAbsent: true,
          comment: "seen, with flags in memory, where no filter can look; a C library goes on with "
            + "the older call"))
    }
    guard options.base == nil else { return rules }
    let absent = absentCalls(on: abi)
    if !absent.isEmpty {
      rules.append(
        Rule(
          names: absent, abi: abi, isAbsent: true,
          comment: "not seen; a C library that tries them first goes on with the older calls"))
    }
    return rules
  }

  /// The rules for what a program needs though a log need not show it.
  private func needs(on abi: ABI) -> [Rule] {
    guard used.contains(abi) else { return [] }
    return needed(on: abi).compactMap { need in
      let names = need.names.filter { name in
        // The old mmap of 32-bit ABIs has its arguments in memory.
        let arguments = Syscall.named(name)?.arguments(on: abi) ?? []
        return isNeeded(name, on: abi)
          && need.conditions.allSatisfy { need in
            arguments.contains { $0.isNamed(need.argument) }
          }
      }
      if names.isEmpty { return nil }
      return Rule(
        names: names, abi: abi, conditions: need.conditions,
        comment: "\(need.purpose), though a log need not show \(names.count == 1 ? "it" : "them")")
    }
  }

  private func needed(on abi: ABI) -> [LibraryNeeds.Need] {
    guard options.isStrict else { return LibraryNeeds.all(on: abi) + [companions(on: abi)] }
    return options.base == nil ? [LibraryNeeds.neverDropped] : []
  }

  /// The calls that are made in the place of those that were seen when there is more to do, such as
  /// `pwritev` where a light run shows `pwrite64`.
  private func companions(on abi: ABI) -> LibraryNeeds.Need {
    let table = StaticTable.companionRows
    let needed = Set(LibraryNeeds.all(on: abi).flatMap(\.names))
    var names: [String] = []
    for number in (calls[abi] ?? [:]).keys {
      guard let name = Syscall.numbered(number, on: abi)?.name, let line = table.index(of: name)
      else { continue }
      for other in (table.field(1, ofLine: line) ?? "").split(separator: ",").map(String.init)
      where !needed.contains(other) && !names.contains(other) {
        names.append(other)
      }
    }
    return LibraryNeeds.Need(
      names: names.sorted(),
      purpose: "made in the place of calls that were seen when there is more to do")
  }

  /// Whether a needed call was not seen, and the base says nothing of it.
  private func isNeeded(_ name: String, on abi: ABI) -> Bool {
    guard let call = Syscall.named(name), let number = call.number(on: abi) else { return false }
    return calls[abi]?[number] == nil && isLeftOpen(number, abi)
      && call.introduced.map { $0 <= newestRelease } ?? true
  }

  private func comment(on name: String?, _ call: LearnedCall) -> String {
    let location = call.location.map { "\($0.file):\($0.line)" }
    let times = call.count == 1 ? "once" : "\(ReplayReport.number(call.count)) times"
    let seen =
      switch (call.count, location) {
      case (_, nil): "seen \(times)"
      case (0, let location?): "in the table at \(location)"
      case (1, let location?): "seen once, at \(location)"
      case (_, let location?): "seen \(times), first at \(location)"
      }
    guard let name else { return "no table has this call; \(seen)" }
    return SyscallRisk.power(of: name).map { "\($0); \(seen)" } ?? seen
  }

  /// Calls that C libraries try before those that were seen.
  ///
  /// Those that are newer than the policy's kernel are answered alike without a rule.
  private func absentCalls(on abi: ABI) -> [String] {
    let needed = Set(needs(on: abi).flatMap(\.names))
    func isSeen(_ name: String) -> Bool {
      needed.contains(name)
        || Syscall.named(name)?.number(on: abi).map { calls[abi]?[$0] != nil } ?? false
    }
    func isReplaced(_ call: Syscall) -> Bool {
      call.number(on: abi).map { replaced[abi]?.contains($0) ?? false } ?? false
    }
    let newestRelease = newestRelease
    return LibraryFallback.all.filter { fallback in
      guard let call = Syscall.named(fallback.newer), call.number(on: abi) != nil,
        call.introduced.map({ $0 <= newestRelease }) ?? true
      else { return false }
      return !isReplaced(call) && !isSeen(fallback.newer) && fallback.older.contains(where: isSeen)
    }.map(\.newer)
  }

  private func write(_ rule: Rule, at index: Int, to json: inout JSONWriter) {
    json.object { json in
      json.array("syscalls", inline: true) { json in rule.names.forEach { json.value($0) } }
      if !rule.conditions.isEmpty {
        json.object("where") { json in
          for (argument, condition) in rule.conditions { condition.write(argument, to: &json) }
        }
      }
      if rule.isAbsent {
        json.object("action", inline: true) { $0.member("errno", "ENOSYS") }
      } else {
        json.member("action", "allow")
      }
      if abis.count > 1 || rule.names[0].hasPrefix("#") {
        json.array("architectures", inline: true) { $0.value(rule.abi.name) }
      }
      json.member("comment", rule.comment)
      write(
        accepted.ofRules[index] ?? [],
        because: options.ignoresArguments
          ? "seen in the logs, whose arguments were not looked at" : "seen in the logs",
        to: &json)
    }
  }

  private func write(_ ids: [String], because reason: String, to json: inout JSONWriter) {
    if ids.isEmpty { return }
    json.object("lint") { json in
      json.array("ignore", inline: true) { json in ids.forEach { json.value($0) } }
      json.member("reason", reason)
    }
  }

  /// Calls of which a C library may choose another one than that which was seen.
  private static let families =
    Syscall.choicesOfLibraries + LibraryFallback.all.map { $0.older + [$0.newer] }

  /// Calls that may be made instead of those that were seen.
  private var relatives: [String] {
    var found: Set<String> = []
    for (abi, calls) in calls {
      var seen = Set(calls.keys.compactMap { Syscall.numbered($0, on: abi)?.name })
      for number in replaced[abi] ?? [] {
        if let name = Syscall.numbered(number, on: abi)?.name { seen.insert(name) }
      }
      let families = Self.families.filter { !seen.isDisjoint(with: $0) }
      var unseen = Set(families.joined()).subtracting(seen)
      // What is allowed on this ABI, or answered by its absence; it may be unseen on another one.
      unseen.subtract(needs(on: abi).flatMap(\.names))
      if options.base == nil { unseen.subtract(absentCalls(on: abi)) }
      found.formUnion(unseen.filter { Syscall.named($0)?.number(on: abi) != nil })
    }
    if options.base == nil {
      // To these the kernel seems too old, and the library goes on with the older call.
      let newest = newestRelease
      found.subtract(
        LibraryFallback.all.map(\.newer).filter { name in
          Syscall.named(name)?.introduced.map { $0 > newest } ?? false
        })
    }
    return found.sorted()
  }
}
