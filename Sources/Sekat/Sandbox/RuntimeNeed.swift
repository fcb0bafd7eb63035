import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy

/// A call that the runtime of a process makes by itself.
struct RuntimeNeed: Sendable {
  /// What the process has to do to make it.
  let part: RuntimeNeeds
  /// The call with its arguments, as `sekat query` takes it; further ones are made instead where an ABI
  /// does not have those before.
  let calls: [String]
  /// Whether any error does no harm, so that only an end or a signal does.
  let survivesErrors: Bool
  /// The call that is made where that one does not exist, which is the error `ENOSYS`.
  let fallback: String?
  /// Who makes it and what for.
  let user: String

  /// All that is known, of `runtime-needs.tsv`.
  static let all: [RuntimeNeed] = (0..<StaticTable.runtimeNeedRows.count).compactMap(
    RuntimeNeed.init(at:))

  /// Reads a line: `mmap+prot=PROT_NONE running no - who+it+is`.
  private init?(at line: Int) {
    let fields = (0..<5).map { field in
      StaticTable.runtimeNeedRows.field(field, ofLine: line)?.replacing("+", with: " ") ?? ""
    }
    guard let part = Self.parts[fields[1]] else { return nil }
    self.part = part
    calls = fields[0].split(separator: "/").map(String.init)
    survivesErrors = fields[2] == "any"
    fallback = fields[3] == "-" ? nil : fields[3]
    user = fields[4]
  }

  private static let parts: [String: RuntimeNeeds] = [
    "running": .running, "threads": .threads, "events": .events, "crashes": .crashes,
  ]

  /// The call on an ABI, if it has one of them.
  func pattern(on abi: ABI) -> CallPattern? {
    calls.lazy.compactMap { Self.pattern($0, on: abi) }.first
  }

  private static func pattern(_ call: String, on abi: ABI) -> CallPattern? {
    try? CallPattern(call.split(separator: " ").map(String.init), on: abi)
  }

  /// What a program does to the process that is in the way, as a sentence; `nil` where nothing is.
  ///
  /// - Throws: `ProofError` where that cannot be decided.
  func denial(in map: inout VerdictMap, on abi: ABI) throws(ProofError) -> String? {
    guard let pattern = pattern(on: abi) else { return nil }
    var harmful: FilterAction?
    for found in try map.verdicts(on: pattern.number, of: abi, where: pattern.tests) {
      if found.action.passes { continue }
      if case .errno = found.action, survivesErrors { continue }
      if found.action == .errno(Self.noSuchCall), try isReplaced(in: &map, on: abi) { continue }
      harmful = found.action
    }
    guard let harmful else { return nil }
    let title = calls.first { Self.pattern($0, on: abi) != nil } ?? calls[0]
    return "\(title) gets \(harmful.text(on: abi)): \(user)"
  }

  /// `ENOSYS`, which has this number where this compares it: on the machines that sekat launches on.
  private static let noSuchCall: UInt16 = 38

  private func isReplaced(in map: inout VerdictMap, on abi: ABI) throws(ProofError) -> Bool {
    guard let fallback, let pattern = Self.pattern(fallback, on: abi) else { return false }
    return try map.verdicts(on: pattern.number, of: abi, where: pattern.tests)
      .allSatisfy(\.action.passes)
  }
}
