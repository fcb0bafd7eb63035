import ClassicBPF
import SandboxLauncher

/// Denials that are counted together: of calls of one number that were answered in one way, and are alike in
/// whether libraries go on without them.
struct DenialKind: Hashable {
  let architecture: UInt32
  let number: UInt32
  let verdict: FilterAction
  let outcome: SupervisedCall.Outcome
  /// Whether a library goes on without it: such calls do not hide others of the name.
  let isDispensable: Bool

  init(of call: SupervisedCall, isDispensable: Bool) {
    (architecture, number) = (call.data.auditArchitecture, call.data.number)
    (verdict, outcome) = (call.verdict, call.outcome)
    self.isDispensable = isDispensable
  }

  init(of denial: Denial) {
    self.init(of: denial.first, isDispensable: denial.weight == .dispensable)
  }
}

/// How many denials of one kind there were.
struct DenialTally {
  /// How many were told apart.
  var told = 0
  /// The place of the last one that was told apart.
  var last: Int?
  /// The place of one that was not told when it happened, but seems to have broken its process.
  var failure: Int?
  /// How many others there were.
  var others = 0
}

/// How many denials there were of each kind.
struct DenialTallies {
  /// How many kinds are told apart.
  private static let mostKinds = 10_000

  private(set) var ofKinds: [DenialKind: DenialTally] = [:]
  /// How many denials were of further kinds.
  private(set) var unsorted = 0

  /// How many denials were only counted.
  var others: Int { ofKinds.values.reduce(unsorted) { $0 + $1.others } }

  /// How many of them are of no kind of which one was told apart.
  var unlisted: Int { ofKinds.values.reduce(unsorted) { $0 + ($1.told == 0 ? $1.others : 0) } }

  subscript(_ kind: DenialKind) -> DenialTally { ofKinds[kind] ?? DenialTally() }

  /// Takes note of one that is told apart.
  mutating func tell(_ index: Int, of kind: DenialKind) {
    ofKinds[kind, default: DenialTally()].told += 1
    ofKinds[kind]?.last = index
  }

  /// Counts one that is not told apart.
  mutating func countOther(of kind: DenialKind) {
    if ofKinds[kind] == nil, ofKinds.count >= Self.mostKinds {
      unsorted += 1
    } else {
      ofKinds[kind, default: DenialTally()].others += 1
    }
  }

  /// Tells one apart that was only counted, in place of another one of which that was done.
  mutating func promote(_ index: Int, of kind: DenialKind) {
    if ofKinds[kind]?.failure == nil { ofKinds[kind]?.others -= 1 }
    ofKinds[kind]?.failure = index
  }
}
