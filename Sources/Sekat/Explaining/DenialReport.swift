import CallDecoding
package import ClassicBPF
import Glibc
package import LinuxABI
package import SandboxLauncher
import SeccompFilter
import SourceDiagnostics
import Toolbox
package import TraceReplay

/// Tells of the calls that filters refuse, while supervised processes make them, and sums up at the end.
///
/// Denials that look the same are told of once, and counted.
package final class DenialReport {
  /// A call as it was captured, and what came of it.
  private struct Captured: Hashable {
    var call: CapturedCall
    var outcome: SupervisedCall.Outcome
  }

  /// How many kinds of denials are told apart; all others are only counted.
  private static let mostKinds = 10_000
  /// How many denials of one kind are told apart, unless all are told.
  private static let mostAlike = 3

  let asked: [(name: String, content: QueryAnswer.Content)]
  let machine: Machine
  let options: Options
  private let output: (_ lines: String, _ isLast: Bool) -> Void
  private(set) var denials: [Denial] = []
  private var indices: [Denial.Key: Int] = [:]
  /// The same for calls of which nothing differs: no text need be made of them.
  private var known: [Captured: Int] = [:]
  var advice = CallAdvice()
  /// The ABIs of denied calls that a policy does not list.
  var foreignABIs: Set<ABI> = []
  /// How many denials of each kind there were.
  private(set) var tallies = DenialTallies()
  /// Calls for which it has been asked which newer ones libraries try before them.
  var askedForNewer: Set<CallNumber> = []
  private var seriousCount = 0
  private var lasts = LastDenials()
  /// The same for what is made to fail, as far as is known.
  private var excusedLasts = LastDenials()
  /// The place of the rule that was named last: it is not named again.
  private var namedPlace: String?
  /// What has been told of rules, which is quoted once.
  private var quotedRules: Set<String> = []
  private(set) var isTraced = true

  /// A report that has nothing to tell yet.
  ///
  /// - Parameters:
  ///   - asked: The filters in the order of their installation.
  ///   - machine: The machine.
  ///   - options: How it is made.
  ///   - output: Takes whole lines; the last ones must not get lost.
  package init(
    asking asked: [(name: String, content: QueryAnswer.Content)], on machine: Machine,
    _ options: Options, output: @escaping (_ lines: String, _ isLast: Bool) -> Void
  ) {
    (self.asked, self.machine, self.options, self.output) = (asked, machine, options, output)
  }

  /// Writes whole lines.
  ///
  /// - Parameters:
  ///   - lines: The lines.
  ///   - isLast: Whether they are the last ones, which must not get lost.
  func write(_ lines: String, isLast: Bool = false) { output(lines, isLast) }

  /// Learns what is refused, if somebody wants to have it allowed.
  package var learner: PolicyLearner?
  /// Is told of the command's process when there is one.
  package var start: (Int32) -> Void = { _ in }
  /// Is told of the command's end when it comes before that of others that it started.
  package var end: (SupervisedEnding) -> Void = { _ in }
  /// How many of the lines that were written have been dropped, because nobody read them in time.
  package var droppedLines: () -> Int = { 0 }
  /// Reads the memory of those who make calls.
  private let reader = MemoryReader()

  /// Whether somebody was killed by a filter.
  package var hasSeenDeath: Bool { denials.contains { $0.weight == .death } }
}

// MARK: - While it happens

extension DenialReport: SupervisionObserver {
  /// What is known of a call while its thread is held.
  package struct Evidence {
    /// The call, with what its memory holds.
    var call: CapturedCall
    /// The denial that it is one more of, if nothing differs.
    var known: Int?
    var maker: ProcessIdentity?
    /// The code that made it, if that is asked for.
    var site: CallSite?
  }

  package func begins(_ process: Int32, isTraced: Bool) {
    self.isTraced = isTraced
    start(process)
    let failure = reader.prepare()
    if failure != 0, options.format == .text, options.tells {
      write(
        "sekat: no thread can be made that reads the memory of the command (\(SystemError(failure).text));"
          + " arguments in it are shown as addresses\n")
    }
    if isTraced || options.format != .text || !options.tells { return }
    write(
      folded(
        "sekat: the command is not traced, which is not permitted or would show its keys to others; so a kill "
          + "or a trap is not shown with its call", to: options.width, indent: 7))
  }

  package func substitute(for call: SeccompData, _ verdict: FilterAction) -> UInt16? {
    // Who learns wants to see the older call that the program goes on with.
    guard learner != nil, let abi = call.abi else { return nil }
    if Denial.hidesFlags(call) || Denial.isFallback(call, verdict) {
      return ErrnoName.number(of: "ENOSYS", on: abi)
    }
    return nil
  }

  package func examine(_ call: SupervisedCall) -> Evidence {
    let captured = CapturedCall(
      call.data, from: HostileProcess(thread: call.thread, readBy: reader))
    let known = known[Captured(call: captured, outcome: call.outcome)]
    // Nothing more is asked for what is only counted.
    if !options.tellsAll, known != nil { return Evidence(call: captured, known: known) }
    let showsSite = options.showsSites && mayBeTold(call)
    return Evidence(
      call: captured, known: known, maker: ProcessIdentity(thread: call.thread),
      site: showsSite ? CallSite(call.data.instructionPointer, in: call.thread) : nil)
  }

  package func take(_ call: SupervisedCall, _ evidence: Evidence) {
    // What libraries go on without stays refused.
    if learner != nil, Denial.hidesFlags(call.data) || !Denial.isFallback(call.data, call.verdict) {
      learner?.learn(call.data)
    }
    if let index = evidence.known {
      count(index, call, evidence)
      return
    }
    let captured = Captured(call: evidence.call, outcome: call.outcome)
    let excuse = Dispensable.of(call, evidence.call)
    let kind = DenialKind(of: call, isDispensable: excuse != nil)
    if !hasRoom(for: kind) {
      countOther(call, evidence, of: kind, excuse)
      return
    }
    let denial = denial(of: call, evidence)
    if let index = indices[denial.key] {
      if known.count < Self.mostKinds { known[captured] = index }
      count(index, call, evidence)
      return
    }
    let index = denials.count
    tallies.tell(index, of: kind)
    indices[denial.key] = index
    if known.count < Self.mostKinds { known[captured] = index }
    denials.append(denial)
    denials[index].explanation = CallExplanation(
      of: call.data, call.verdict, by: asked, on: machine)
    follow(index, call, evidence)
    if denial.isSerious { seriousCount += 1 }
    if denial.isSerious || denial.dispensable?.isWorthARule == true { allow(call, evidence.call) }
    tell(of: denials[index], by: evidence)
  }

  /// A denial that has been seen once, and of which no filter has been asked.
  private func denial(of call: SupervisedCall, _ evidence: Evidence) -> Denial {
    let decoded = DecodedCall(evidence.call)
    let key = Denial.Key(
      call: options.tellsAll ? decoded.text : decoded.brief, verdict: call.verdict,
      outcome: call.outcome)
    return Denial(
      key: key, first: call, decoded: decoded, maker: evidence.maker, site: evidence.site,
      explanation: nil)
  }

  /// Whether one more denial of a kind is told apart.
  private func hasRoom(for kind: DenialKind) -> Bool {
    let limit = options.tellsAll ? Self.mostKinds : Self.mostAlike
    return tallies[kind].told < limit && denials.count < Self.mostKinds
  }

  /// Whether a call may be told apart, as far as its number says.
  private func mayBeTold(_ call: SupervisedCall) -> Bool {
    hasRoom(for: DenialKind(of: call, isDispensable: false))
      || Dispensable.concerns(call) && hasRoom(for: DenialKind(of: call, isDispensable: true))
  }

  /// Takes note of who made a call, for what comes after it.
  ///
  /// - Parameters:
  ///   - index: The place of the denial, or of the last one of its kind that was told apart.
  ///   - call: The call.
  ///   - evidence: What is known of it.
  ///   - isUntold: Whether it was only counted.
  private func follow(
    _ index: Int, _ call: SupervisedCall, _ evidence: Evidence, isUntold: Bool = false
  ) {
    let maker = evidence.maker.map { ($0.process, $0.text) }
    let untold = isUntold ? UntoldCall(call: call, evidence: evidence) : nil
    if !denials[index].isSerious {
      _ = excusedLasts.add(index, by: call.thread, maker, untold)
    } else if let before = lasts.add(index, by: call.thread, maker, untold) {
      denials[before].aftermath.isFollowed = true
    }
  }

  /// Counts a call that looks different from those of its kind that were told.
  private func countOther(
    _ call: SupervisedCall, _ evidence: Evidence, of kind: DenialKind, _ excuse: Dispensable?
  ) {
    let tally = tallies[kind]
    let isSerious = tally.last.map { denials[$0].isSerious } ?? false
    if tally.others == 0, tally.failure == nil, isSerious, !options.tellsAll,
      options.format == .text, options.tells
    {
      let abi = call.data.abi
      let name = abi.flatMap { Syscall.numbered(call.data.number, on: $0)?.name }
      write(
        folded(
          "sekat: more calls of \(name ?? "#\(call.data.number)") are denied, and only counted; '--every' tells all",
          to: options.width, indent: 7))
    }
    tallies.countOther(of: kind)
    if let last = tally.last { follow(last, call, evidence, isUntold: true) }
    if isSerious || excuse?.isWorthARule == true { allow(call, evidence.call) }
  }

  private func count(_ index: Int, _ call: SupervisedCall, _ evidence: Evidence) {
    denials[index].count += 1
    follow(index, call, evidence)
    if options.tellsAll { tell(of: denials[index], by: evidence) }
  }

  package func ends(_ thread: Int32, _ ending: ChildEnding) {
    let last = lasts.end(of: thread, ending)
    let excused = excusedLasts.end(of: thread, ending)
    guard let found = last ?? excused else { return }
    if let untold = found.untold, found.end.isBad, found.end.isSoon {
      promote(untold, with: found.end)
    } else {
      denials[found.denial].aftermath.add(found.end)
    }
  }

  /// Tells a call apart in the end that was only counted, because its process failed right after it.
  private func promote(_ untold: UntoldCall, with end: Aftermath.End) {
    let (call, evidence) = (untold.call, untold.evidence)
    let isDispensable = Dispensable.of(call, evidence.call) != nil
    let kind = DenialKind(of: call, isDispensable: isDispensable)
    var denial = denial(of: call, evidence)
    denial.aftermath.add(end)
    denial.explanation = CallExplanation(of: call.data, call.verdict, by: asked, on: machine)
    let index = tallies[kind].failure ?? denials.count
    tallies.promote(index, of: kind)
    if index == denials.count { denials.append(denial) } else { denials[index] = denial }
  }

  package func outlives(_ ending: SupervisedEnding, isInBackground: Bool) {
    if options.format == .text, !options.isQuiet, options.tells {
      write(
        folded(
          "sekat: the command has ended, and processes that it started go on"
            + (isInBackground ? "; sekat answers them as process \(getpid())" : ""),
          to: options.width, indent: 7))
    }
    if isInBackground { end(ending) }
  }

  private func tell(of denial: Denial, by evidence: Evidence) {
    if !options.tells { return }
    var told = denial
    (told.maker, told.site) = (evidence.maker, evidence.site)
    switch options.format {
    case .json: return
    case .ndjson:
      var json = JSONWriter(.compact)
      json.object { told.write(to: &$0) }
      write(json.text)
      return
    case .text: break
    }
    if !denial.isSerious && !options.tellsAll { return }
    let isFirst = denial.weight == .refusal && seriousCount == 1
    let style: TextStyle = denial.weight == .death || isFirst ? .error : .bold
    let title = folded("sekat: " + told.title, to: options.width, indent: 7).dropFirst(7).dropLast()
    var text = "sekat: \(style.applied(to: String(title), options.isColored))\n"
    if let site = told.site { text += "       at \(site.text)\n" }
    if denial.count == 1, let explanation = denial.explanation {
      if namedPlace != explanation.because {
        text += folded("       by \(explanation.because)", to: options.width, indent: 9)
      }
      namedPlace = explanation.because
      if let rule = explanation.rule, rule.isRule,
        quotedRules.insert(explanation.because + rule.text).inserted
      {
        text += "         \(rule.shortened(to: options.width - 9))\n"
      }
      if let nearest = explanation.nearest, quotedRules.insert(nearest).inserted {
        text += folded("       " + nearest, to: options.width, indent: 9)
      }
    }
    write(text)
  }
}
