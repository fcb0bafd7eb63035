package import CallDecoding
package import ClassicBPF
import LinuxABI
package import SandboxLauncher
import SeccompFilter
package import Toolbox

/// A call that filters refused, once or several times in the same way.
package struct Denial {
  /// Where a denial stands among those that a report tells of.
  package enum Weight: Hashable {
    /// What libraries expect, and answer with an older call.
    case fallback
    /// What libraries make and go on without, whatever the error.
    case dispensable
    /// The call failed, or would have.
    case refusal
    /// Somebody was killed for it.
    case death
  }

  /// What makes denials the same.
  package struct Key: Hashable {
    package var call: String
    package var verdict: FilterAction
    package var outcome: SupervisedCall.Outcome
  }

  package let key: Key
  /// The first call of its kind.
  package let first: SupervisedCall
  /// The call in words.
  package let decoded: DecodedCall
  /// Who made the first one.
  package var maker: ProcessIdentity?
  /// The code that made it, if that is known.
  package var site: CallSite?
  /// Why it was denied, if that is known.
  package var explanation: CallExplanation?
  /// How often it was seen.
  package var count = 1

  /// How much it means.
  package let weight: Weight
  /// What is known of it, if libraries go on without it.
  let dispensable: Dispensable?
  /// What those did after it who made it.
  var aftermath = Aftermath()

  /// A denial that has been seen once.
  package init(
    key: Key, first: SupervisedCall, decoded: DecodedCall, maker: ProcessIdentity?,
    site: CallSite?, explanation: CallExplanation?
  ) {
    (self.key, self.first, self.decoded) = (key, first, decoded)
    (self.maker, self.site, self.explanation) = (maker, site, explanation)
    let weight = Self.weight(of: first)
    dispensable = weight == .refusal ? Dispensable.of(decoded) : nil
    self.weight = dispensable == nil ? weight : .dispensable
  }

  /// Whether those who make it may have failed on it.
  var isSerious: Bool { weight == .refusal || weight == .death }

  /// How much a call means that was refused.
  package static func weight(of call: SupervisedCall) -> Weight {
    switch call.outcome {
    case .death, .signal: return .death
    case .answered, .unenforced:
      return isFallback(call.data, call.verdict) ? .fallback : .refusal
    }
  }

  /// Whether what a call does is in memory: see `Syscall.hidesFlags`.
  package static func hidesFlags(_ call: SeccompData) -> Bool {
    call.abi.flatMap { Syscall.numbered(call.number, on: $0)?.hidesFlags } ?? false
  }

  /// Whether a call is answered as if the kernel had none of it, and those who make it go on then.
  package static func isFallback(_ call: SeccompData, _ verdict: FilterAction) -> Bool {
    guard case .errno(let number) = verdict, let abi = call.abi,
      let name = Syscall.numbered(call.number, on: abi)?.name,
      let row = LibraryFallback.of(name)
    else { return false }
    return row.survivesErrors || ErrnoName.number(of: "ENOSYS", on: abi) == number
  }

  /// The call with what became of it: `socket(…) → errno(EPERM)`.
  var line: String { "\(key.call) \(arrow) \(verdict)" }

  /// The same with who made it: `python3[4242] socket(…) → errno(EPERM)`.
  package var title: String { "\(madeBy) \(line)" }

  /// What stands between a call and its verdict.
  package var arrow: String { key.outcome == .unenforced ? "would be" : "→" }

  /// Who made it, in words; a thread that has gone has a number only.
  var madeBy: String { maker?.text ?? "[\(first.thread)]" }

  /// What the filters said, in words.
  package var verdict: String {
    key.verdict.text(on: first.data.abi ?? Machine.native?.abi ?? .x86_64)
  }

  /// Writes the denial as members of an object.
  ///
  /// - Parameter json: Where to.
  package func write(to json: inout JSONWriter) {
    json.member("name", maker?.name)
    json.member("process", maker?.process)
    json.member("thread", first.thread)
    json.member("site", site?.text)
    decoded.write(to: &json)
    json.member("number", first.data.number)
    json.member("verdict", verdict)
    json.member("outcome", "\(key.outcome)")
    json.member("isFallback", weight == .fallback)
    json.member("count", count)
    json.member("because", explanation?.because)
    json.member("rule", explanation?.rule?.text)
    json.member("nearest", explanation?.nearest)
  }
}
