import LinuxABI
import SourceDiagnostics
import Toolbox

/// What would let the denied calls of a report through.
public struct Remedy: Hashable, Sendable {
  /// The calls, each once, the most frequent first; where there are several ABIs, each with its own.
  public var calls: [String] = []
  /// Command lines for a shell, each of which writes a policy that extends one of the stack.
  public var commands: [String] = []
  /// What no command does, as sentences without full stops.
  public var remarks: [String] = []
}

extension ReplayReport {
  /// What would let the denied calls through; `nil` where there are none.
  public var remedy: Remedy? {
    if denied.isEmpty { return nil }
    var remedy = Remedy()
    for call in denied {
      let name = nameToAdd(for: call)
      if !remedy.calls.contains(name) { remedy.calls.append(name) }
    }
    let raw = Set(filters.filter(\.isRaw).map(\.name))
    let policies = filters.filter { !$0.isRaw }.map(\.name)
    for name in filters.map(\.name) where raw.contains(name) {
      remedy.remarks.append(
        "no policy lets through what \(quoted(name)) denies, which is compiled")
    }
    guard !policies.isEmpty, denied.contains(where: { !raw.isSuperset(of: $0.rules) }) else {
      return remedy
    }
    if logs.contains(LogFile.kernelAudit) {
      remedy.remarks.append(
        "'sekat learn' writes a policy that does, from a log that has the records: audit.log where "
          + "auditd runs, else what 'journalctl -k' or 'dmesg' prints")
      return remedy
    }
    let unnamed = [
      policies.contains("-") ? "the policy" : nil,
      logs.contains(LogFile.standardInput) ? "the log" : nil,
    ].compactMap(\.self)
    if unnamed.isEmpty {
      let names = newNames(for: policies)
      for (policy, name) in zip(policies, names) {
        let isExtended = !inextensible.contains(policy)
        remedy.commands.append(command(extending: isExtended ? policy : nil, writing: name))
        if !isExtended {
          remedy.remarks.append(
            "\(quoted(name)) stands by itself: the rules of \(quoted(policy)) make no sense on all of "
              + deniedABIs.map(\.name).joined(separator: ", "))
        }
      }
    } else {
      remedy.remarks.append(
        "'sekat learn' writes a policy that does, if \(unnamed.joined(separator: " and ")) can be "
          + "read once more: \(unnamed.count == 1 ? "it was" : "they were") read from standard input"
      )
    }
    if denied.contains(where: hidesFlags) {
      remedy.remarks.append(
        "clone3 stays answered with ENOSYS where the log does not show its flags, and may be denied "
          + "as long as clone is; trace again with -e 'raw=!clone3'")
    }
    return remedy
  }

  /// The call that has to be let through; what is answered with `ENOSYS` may have an older one.
  private func nameToAdd(for call: CallTally) -> String {
    let older = call.isAbsent ? self.older(than: call) : nil
    let name = older.map { SyscallNames.all.names[Int($0)] } ?? call.syscall
    return Set(calls.map(\.abi)).count > 1 ? "\(call.abi) \(name)" : name
  }

  private func older(than call: CallTally) -> SyscallNames.Index? {
    let names = SyscallNames.all
    return ABI(name: call.abi).flatMap { names.older(than: names.index(of: call.syscall), on: $0) }
  }

  private func hidesFlags(_ call: CallTally) -> Bool {
    call.syscall == "clone3" && call.locations.contains { !$0.text.contains("flags=") }
  }

  /// Whether a rule closes a call with `ENOSYS` on purpose, and libraries have no other one.
  private func isClosed(_ call: CallTally) -> Bool {
    let locations = filters.flatMap(\.rules).filter { ["rule", "else"].contains($0.kind) }.map(
      \.location)
    return call.isAbsent && older(than: call) == nil
      && call.rules.contains(where: locations.contains)
  }

  private func command(extending policy: String?, writing output: String) -> String {
    var words = ["sekat", "learn"]
    if let policy { words += ["-p", Self.operand(policy)] }
    if let machine, machine != Machine.native?.name { words += ["--target", machine] }
    if let abi { words += ["--abi", abi] }
    if policy != nil, denied.contains(where: isClosed) { words.append("--allow-closed") }
    words += logs.map(Self.operand) + ["-o", output]
    return words.map(shellWord).joined(separator: " ")
  }

  /// A file as an operand, which no option begins like.
  private static func operand(_ path: String) -> String { path.hasPrefix("-") ? "./" + path : path }

  /// Names of files for policies that extend these: `new.json` and so on, after those that are taken.
  private func newNames(for policies: [String]) -> [String] {
    let taken = (policies + logs).compactMap { path -> Int? in
      let base = path.split(separator: "/").last ?? ""
      if base == "new.json" { return 1 }
      guard base.hasPrefix("new-"), base.hasSuffix(".json") else { return nil }
      return Int(base.dropFirst(4).dropLast(5))
    }
    let first = min(taken.max() ?? 0, Int.max - policies.count) + 1
    return policies.indices.map { first + $0 == 1 ? "new.json" : "new-\(first + $0).json" }
  }
}

extension ReplayReport.CallTally {
  /// Whether the call is answered as if the kernel had none of it.
  fileprivate var isAbsent: Bool { verdicts == ["errno(ENOSYS)"] }
}
