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
  /// Who made the first one: `python3[4242]`.
  package var maker: String
  package let explanation: CallExplanation?
  /// How often it was seen.
  package var count = 1

  /// How much it means.
  package var weight: Weight { Self.weight(of: first) }

  /// How much a call means that was refused.
  package static func weight(of call: SupervisedCall) -> Weight {
    switch call.outcome {
    case .death, .signal: return .death
    case .answered, .carriedOut: return isFallback(call) ? .fallback : .refusal
    }
  }

  /// Whether a call is answered as if the kernel had none of it, and those who make it go on then.
  package static func isFallback(_ call: SupervisedCall) -> Bool {
    guard case .errno(let number) = call.verdict, let abi = call.data.abi,
      let name = Syscall.numbered(call.data.number, on: abi)?.name,
      let row = (LibraryFallback.all + LibraryFallback.probes).first(where: { $0.newer == name })
    else { return false }
    return row.survivesErrors || ErrnoName.number(of: "ENOSYS", on: abi) == number
  }

  /// The call with what became of it: `python3[4242] socket(…) → errno(EPERM)`.
  package var title: String {
    let arrow = key.outcome == .carriedOut ? "would be" : "→"
    return "\(maker) \(key.call) \(arrow) \(verdict)"
  }

  /// The name of the call.
  package var name: String {
    first.data.abi.flatMap { Syscall.numbered(first.data.number, on: $0)?.name }
      ?? "#\(first.data.number)"
  }

  /// What the filters said, in words.
  package var verdict: String {
    key.verdict.text(on: first.data.abi ?? Machine.native?.abi ?? .x86_64)
  }

  /// Writes the denial as members of an object.
  ///
  /// - Parameters:
  ///   - json: Where to.
  ///   - maker: Who made this one.
  package func write(to json: inout JSONWriter, by maker: String) {
    json.member("process", maker)
    json.member("thread", first.thread)
    json.member("abi", first.data.abi?.name)
    json.member("syscall", name)
    json.member("number", first.data.number)
    json.array("args") { json in
      for index in 0..<6 { json.value(hexadecimal(first.data.arguments[index])) }
    }
    json.member("call", key.call)
    json.member("verdict", verdict)
    json.member("outcome", "\(key.outcome)")
    json.member("isFallback", weight == .fallback)
    json.member("count", count)
    json.member("because", explanation?.because)
    json.member("nearest", explanation?.nearest)
  }
}
