import CallDecoding
import ClassicBPF
package import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Toolbox
package import TraceReplay

/// What people are told of calls while they are made: of each kind the first one, if it is of interest.
package struct FollowedCallText {
  /// What makes calls alike: the same is said of them, and the same program makes them.
  private struct Key: Hashable {
    var kind: Int
    var command: String?
    var recorded: Set<FilterAction>
  }

  private let quotations: [String: RuleText]
  private let machine: Machine
  private let width: Int
  private let isColored: Bool
  private var told: Set<Key> = []
  private var quoted: Set<String> = []

  /// How many kinds are told apart; programs choose their names.
  private let mostKinds: Int

  /// Gets ready to tell.
  ///
  /// - Parameters:
  ///   - quotations: What is written at the places of rules, see ``ReplayInput/quotations(of:)``.
  ///   - machine: The machine, whose own ABI need not be named.
  ///   - width: The columns in which a rule is quoted.
  ///   - isColored: Whether text is coloured.
  ///   - mostKinds: How many kinds of calls are told apart.
  package init(
    quoting quotations: [String: RuleText], on machine: Machine, width: Int, isColored: Bool,
    mostKinds: Int = 10_000
  ) {
    (self.quotations, self.machine) = (quotations, machine)
    (self.width, self.isColored) = (width, isColored)
    self.mostKinds = mostKinds
  }

  /// What is to be told of a call: some lines, each with its end.
  ///
  /// - Parameter call: The call.
  /// - Returns: Nothing where it is let through, or looks like one that was told of.
  package mutating func lines(on call: FollowedCall) -> String {
    guard call.isOfInterest, told.count < mostKinds,
      told.insert(Key(kind: call.kind, command: call.command, recorded: call.recorded)).inserted
    else { return "" }
    let title = folded(title(of: call), to: width, indent: 4).dropLast()
    var text = call.style.applied(to: String(title), isColored) + "\n"
    let tally = call.tally
    if !tally.rules.isEmpty, !tally.passes || tally.isUndecided {
      text += folded(
        "    by \(tally.rules.map { escaped($0) }.joined(separator: "; "))", to: width, indent: 6)
      for rule in tally.rules where quoted.insert(rule).inserted {
        var quotation = quotations[rule]
        quotation?.call = tally.syscall
        if let quotation { text += "      \(quotation.shortened(to: width - 6))\n" }
      }
    }
    if !tally.dependsOn.isEmpty {
      text += folded(
        "    depends on \(tally.dependsOn.map { escaped($0) }.joined(separator: ", "))", to: width,
        indent: 6)
    }
    if told.count == mostKinds { text += "from here on calls are only counted\n" }
    return text
  }

  /// Who has made a call, which, and what the filters say.
  private func title(of call: FollowedCall) -> String {
    let tally = call.tally
    let process = tally.locations.first.map { Int32(truncatingIfNeeded: $0.thread) } ?? 0
    let maker = call.command.map { ProcessIdentity(process: process, name: $0).text }
    let name =
      call.knownRegisters == 0
      ? tally.syscall : DecodedCall(call.data, known: call.knownRegisters).text
    let abi = tally.abi == machine.abi.name ? "" : "\(tally.abi) "
    var text =
      "\(maker ?? "[\(process)]") \(abi)\(escaped(name)): "
      + tally.verdicts.joined(separator: " or ")
    if !call.isAsRecorded {
      let recorded = call.recorded.map(\.kindName).sorted().joined(separator: " or ")
      text += "; the record says \(recorded)"
      if tally.passes { text += ", which another filter did" }
    }
    return text
  }
}

extension FollowedCall {
  /// Whether somebody wants to know of it: it is denied, may be, or has been by another filter.
  fileprivate var isOfInterest: Bool {
    if isAfterDeath || isFallback { return false }
    return !tally.passes || tally.isUndecided || wasDenied
  }

  /// Whether it has not simply been carried out.
  private var wasDenied: Bool {
    !recorded.isEmpty && recorded.isDisjoint(with: [.allow, .log])
  }

  /// Whether the record says no more than the verdict.
  fileprivate var isAsRecorded: Bool {
    recorded.isEmpty
      || tally.verdicts.allSatisfy { verdict in
        recorded.contains { $0.kindName == verdict.prefix { $0 != "(" } }
      }
      || tally.passes && !wasDenied
  }

  fileprivate var style: TextStyle {
    if tally.isUndecided { return .warning }
    if tally.passes { return .note }
    return tally.verdicts[0].hasPrefix("kill-") ? .error : .bold
  }
}
