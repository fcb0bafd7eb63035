import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// Looks for calls that do what is denied to others, on one ABI.
struct RelativeFinder {
  let context: LintContext
  let abi: ABI
  /// Who answers ENOSYS wants programs to take the relative.
  private let noCall: FilterAction?
  private var plain: [Syscall: [Finding.Witness]] = [:]

  init(_ context: LintContext, on abi: ABI) {
    self.context = context
    self.abi = abi
    noCall = ErrnoName.number(of: "ENOSYS", on: abi).map { .errno($0) }
  }

  /// The gaps in an effect: of the whole, and of uses by an argument that several calls have.
  mutating func gaps(in effect: Effect) throws(ProofError) -> [RelativeGap] {
    let members = effect.members(on: abi).filter { $0.way != .ring }
    var (isRefused, isGranted) = (false, false)
    for member in members {
      if try self.isRefused(member) { isRefused = true }
      let verdicts = try verdicts(on: member.call)
      if verdicts.contains(where: \.action.passes) { isGranted = true }
    }
    guard isRefused && isGranted else { return [] }
    return try [gap(in: effect, members)].compactMap { $0 } + sharedGaps(in: effect, members)
  }

  // MARK: Verdicts

  /// The verdicts on a call, whatever its arguments are.
  mutating func verdicts(
    on call: Syscall
  ) throws(ProofError) -> [Finding.Witness] {
    if let known = plain[call] { return known }
    let found = try context.verdicts(on: call, of: abi)
    plain[call] = found
    return found
  }

  /// Whether denying the member would mean something, and some use of it is refused.
  mutating func isRefused(_ member: Effect.Member) throws(ProofError) -> Bool {
    guard member.way == .usual || member.way == .part else { return false }
    return try verdicts(on: member.call).contains { !$0.action.passes && $0.action != noCall }
  }

  /// The verdict that shows that a rule was written to deny the calls.
  func denial(among verdicts: [Finding.Witness]) -> Finding.Witness? {
    if verdicts.contains(where: { $0.action.passes }) { return nil }
    return verdicts.first { witness in
      witness.action != noCall
        && (context.program != nil || context.rule(behind: witness) != nil)
    }
  }

  // MARK: Effects

  /// The members of an effect that are open although a usual one is denied.
  private mutating func gap(
    in effect: Effect, _ members: [Effect.Member]
  ) throws(ProofError) -> RelativeGap? {
    var open: [RelativeGap.Open] = []
    var refused: [(member: Effect.Member, verdicts: [Finding.Witness])] = []
    for member in members {
      guard let tests = member.registerTests(on: abi) else { continue }
      let verdicts =
        try tests.isEmpty
        ? verdicts(on: member.call) : context.verdicts(on: member.call, of: abi, where: tests)
      guard let grant = verdicts.first(where: { $0.action.passes }) else {
        refused.append((member, verdicts))
        continue
      }
      guard try isUsable(member) else { continue }
      open.append(
        RelativeGap.Open(
          call: member.call, witness: grant,
          uses: member.use.isEvery || member.isHidden(on: abi) ? [] : [member.use],
          isHidden: member.isHidden(on: abi)))
    }
    if open.isEmpty { return nil }
    var denied: [(call: Syscall, witness: Finding.Witness)] = []
    for (member, verdicts) in refused where try meansEffect(member) {
      if let denial = denial(among: verdicts) { denied.append((member.call, denial)) }
    }
    guard let first = denied.first else { return nil }
    var gap = RelativeGap(
      location: context.location(of: first.witness), kind: effect.kind,
      effects: [(effect.name, effect.detail)], denied: [], denial: first.witness, open: [])
    for call in denied.map(\.call.name) where !gap.denied.contains(call) { gap.denied.append(call) }
    for call in open { gap.add(call) }
    return gap
  }

  /// Whether denying the use of a member means to deny the effect.
  private func meansEffect(_ member: Effect.Member) throws(ProofError) -> Bool {
    try context.denyingMeansEffect(member, on: abi)
  }

  /// Whether what a member needs can be had.
  private func isUsable(_ member: Effect.Member) throws(ProofError) -> Bool {
    guard let needs = member.needs.flatMap(Effect.named) else { return true }
    for way in needs.members(on: abi) where way.way != .ring {
      guard let tests = way.registerTests(on: abi) else { continue }
      if try context.grant(of: way.call, on: abi, where: tests) != nil { return true }
    }
    return false
  }
}

extension LintContext {
  /// Whether denying the use of a member of an effect means to deny the effect.
  func denyingMeansEffect(_ member: Effect.Member, on abi: ABI) throws(ProofError) -> Bool {
    switch member.way {
    case .usual: true
    case .other, .ring: false
    // Something else of the call must be left, which differs in nothing but the use.
    case .part:
      try grant(
        of: member.call, on: abi,
        where: member.use.testsBesides(of: member.call, on: abi) ?? []) != nil
    }
  }
}
