package import LinuxABI
package import SourceDiagnostics
import Toolbox

/// Finds the entries of `syscalls` that stand for calls.
package struct CallEntryFinder {
  private var expansion: CallExpansion

  /// A finder for the rules of a policy that has resolved.
  package init(_ policy: Policy) {
    expansion = CallExpansion(
      policy, kernel: policy.first({ $0.kernel })?.value.value, mostNamings: .max)
  }

  /// Which entry of a rule's `syscalls` brings in each of its calls.
  ///
  /// A call that is written out counts as such, also where a group before it has it too.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - file: The index in line of its file.
  /// - Returns: The entries by call; of several that name a call the first.
  package mutating func entries(of rule: RuleSyntax, in file: Int) -> [Syscall: CallEntry] {
    var entries: [Syscall: CallEntry] = [:]
    for selector in rule.calls {
      var alone = rule
      alone.calls = [selector]
      if case .not(let removed) = selector.value {
        alone.calls = [Located(value: removed, range: selector.range)]
        for case .syscall(let call) in expansion.calls(of: alone, in: file, numbers: .unchecked) {
          entries[call] = nil
        }
        continue
      }
      let isWritten = if case .name = selector.value { true } else { false }
      for case .syscall(let call) in expansion.calls(of: alone, in: file, numbers: .unchecked)
      where entries[call] == nil || isWritten && entries[call]?.isWritten == false {
        entries[call] = CallEntry(range: selector.range, isWritten: isWritten)
      }
    }
    return entries
  }
}

/// An entry of `syscalls` that stands for a call.
package struct CallEntry: Hashable, Sendable {
  /// Where the entry is.
  package let range: SourceRange
  /// Whether it is the call's own name, and not a group.
  package let isWritten: Bool
}

extension Policy {
  /// The call that a function of the C library makes, or else the one that is spelt most like a name.
  ///
  /// - Parameter name: A name that no call has.
  /// - Returns: The name that may have been meant.
  func nearestCall(to name: String) -> String? {
    if let call = OtherSpellings.call(named: name) { return call }
    let counterparts = Syscall.counterparts(of: name)
    let listed = machines.flatMap { listedABIs(on: $0) }
    let counterpart =
      counterparts.first { call in listed.contains { call.number(on: $0) != nil } }
      ?? counterparts.first
    return counterpart?.name ?? nearest(to: name, in: Syscall.all.lazy.map(\.name))
  }
}
