import ClassicBPF
import FilterProof
import LinuxABI
import PolicyWriting
import SeccompFilter
import SourceDiagnostics
import Toolbox

/// On which calls a policy in another format decides otherwise.
struct ConversionDifference {
  /// Why calls may be decided otherwise all the same.
  private enum Excuse {
    /// Nobody makes such calls, or not through an ABI that is served, and both refuse them.
    case loader
    /// They are refused, and were not.
    case stricter
    /// They get another answer, and are executed no more than before.
    case other
    /// They get further than before.
    case none
  }

  private let regions: [(region: VerdictRegion, excuse: Excuse)]
  private let machine: Machine
  /// Whether there are more differences than were listed.
  private let isCut: Bool
  private static let most = 10_000

  /// Compares two subjects.
  ///
  /// - Parameters:
  ///   - source: What was written down.
  ///   - written: What was read of it.
  ///   - meaning: What was to be written.
  /// - Throws: ``ProofError`` where they cannot be compared within the limits.
  init(
    between source: Subject, _ written: Subject, of meaning: PolicyMeaning
  ) throws(ProofError) {
    machine = meaning.machine
    let listing = try FilterProver().firstRegions(
      of: [source, written], on: machine, upTo: Self.most
    ) { $0[0] != $0[1] }
    isCut = listing.isCut
    let served = Set(meaning.sections.map(\.abi))
    regions = listing.regions.map { region in
      (region, Self.excuse(for: region, served: served))
    }
  }

  private static func excuse(for region: VerdictRegion, served: Set<ABI>) -> Excuse {
    let verdicts = region.parts.map(\.verdicts)
    if verdicts.contains(where: { $0[1].permissiveness > $0[0].permissiveness }) { return .none }
    let refusesBoth = verdicts.allSatisfy { $0[0].permissiveness == 0 }
    let isServed = region.abi.map(served.contains) ?? false
    if refusesBoth, !isServed || region.knownCalls.isEmpty { return .loader }
    let isStricter = verdicts.allSatisfy { $0[1].permissiveness < $0[0].permissiveness }
    return isStricter ? .stricter : .other
  }

  /// Whether the text may be used.
  func isAcceptable(approximating approximates: Bool) -> Bool {
    !isCut
      && regions.allSatisfy { region, excuse in
        switch excuse {
        case .loader: true
        case .stricter, .other: approximates
        case .none: false
        }
      }
  }

  /// How many sets of calls are not as they are to be.
  var count: Int { regions.count { $0.excuse != .loader } }

  /// The first of the calls that get further than before.
  var widened: [SeccompData] {
    regions.filter { $0.excuse == .none }.flatMap { $0.region.parts.map(\.call) }
  }

  /// What is otherwise, a line each.
  var remarks: [String] {
    var remarks: [String] = []
    for (region, excuse) in regions {
      // Number -1 is no call, but one that a tracer has skipped.
      if region.numbers.ranges == [.max ... .max] { continue }
      let beginning =
        switch excuse {
        case .loader where region.abi == nil: "calls through other ABIs"
        case .loader where region.knownCalls.isEmpty:
          "numbers that no call of \(region.abi?.name ?? "") has"
        case .loader: "calls of \(region.abi?.name ?? "")"
        case .stricter, .other, .none: ""
        }
      for remark in Self.texts(of: region, beginning, on: machine) where !remarks.contains(remark) {
        remarks.append(remark)
      }
    }
    return remarks
  }

  /// More names than this are not listed.
  private static let mostNames = 5

  private static func texts(
    of region: VerdictRegion, _ beginning: String, on machine: Machine
  ) -> [String] {
    let abi = region.abi ?? machine.abi
    return RegionGroup.groups(of: [region]).flatMap { group in
      let calls = group.calls
      let names =
        calls.prefix(mostNames).joined(separator: ", ")
        + (calls.count > mostNames ? " and \(calls.count - mostNames) more" : "")
      return group.parts.map { part in
        let conditions = part.conditions == "always" ? "" : " (\(part.conditions))"
        let verdicts = part.part.verdicts.map { $0.text(on: abi) }
        let what = beginning.isEmpty ? "\(names)\(conditions) on \(abi.name)" : beginning
        return "\(what): \(verdicts[1]), and not \(verdicts[0])"
      }
    }
  }

  /// Why the text is not used.
  func failure(for source: ConversionSource, _ options: Conversion.Options) -> SekatError {
    var diagnostics: [Diagnostic] = []
    var lines: [String] = []
    for (region, excuse) in regions where excuse != .loader {
      let texts = Self.texts(of: region, "", on: machine)
      lines += texts
      guard let call = region.parts.first?.call, let location = source.location(of: call) else {
        continue
      }
      diagnostics.append(
        Diagnostic(
          .error, id: "not-convertible",
          "the format '\(options.format.rawValue)' cannot say this: it would be \(texts[0])",
          at: location))
    }
    if !diagnostics.isEmpty { return SekatError(diagnostics) }
    let more = lines.count > 1 ? " (and \(lines.count - 1) more)" : ""
    return SekatError(
      "the format '\(options.format.rawValue)' cannot say all of \(quoted(source.name)): it would be "
        + "\(lines.first ?? "another policy")\(more)")
  }
}
