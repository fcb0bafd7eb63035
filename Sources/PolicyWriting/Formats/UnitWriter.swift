import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Toolbox

/// Writes the settings of a unit of systemd.
package struct UnitWriter: PolicyWriter {
  /// How many columns a line has.
  private static let width = 100

  package init() {}

  package func drafts(of meaning: PolicyMeaning) throws(WritingError) -> [String] {
    let abi = meaning.machine.abi
    let isOpen = meaning.standard == .allow
    var lines = ["[Service]"]
    switch meaning.standard {
    case .allow, .killProcess: break
    case .errno(let number): lines.append("SystemCallErrorNumber=\(Self.name(number, abi))")
    default:
      let action = meaning.standard.text(on: abi)
      throw .unwritable([Unwritable("a unit has no \(action) for what it does not list")])
    }
    var (plain, logged): ([Syscall], [String]) = ([], [])
    var others: [String] = []
    var unwritable: [Unwritable] = []
    for call in meaning.saidCalls(.left) {
      let part = call.parts[0]
      guard call.parts.count == 1, part.conditions.isEmpty else {
        unwritable.append(Unwritable("a unit asks for no arguments", about: part.call))
        continue
      }
      let name = call.syscall.name
      switch part.verdicts[0] {
      case .allow: plain.append(call.syscall)
      case .log:
        if !isOpen { plain.append(call.syscall) }
        logged.append(name)
      case .killProcess: others.append("\(name):kill")
      case .errno(let number): others.append("\(name):\(Self.name(number, abi))")
      default:
        unwritable.append(
          Unwritable("a unit has no \(part.verdicts[0].text(on: abi))", about: part.call))
      }
    }
    if !unwritable.isEmpty { throw .unwritable(unwritable) }
    lines += Self.filter(plain, others, isOpen: isOpen, on: meaning.sections.map(\.abi))
    lines += Self.lines("SystemCallLog=", logged)
    let names = meaning.sections.map(\.abi.unitName)
    lines.append("SystemCallArchitectures=\(names.joined(separator: " "))")
    return [lines.map { $0 + "\n" }.joined()]
  }

  /// The lines of `SystemCallFilter=`.
  private static func filter(
    _ plain: [Syscall], _ others: [String], isOpen: Bool, on abis: [ABI]
  ) -> [String] {
    // An answer of its own has a call only behind '~'.
    let refused = lines("SystemCallFilter=~", others)
    if isOpen { return refused }
    let entries = GroupCover(upTo: nil, on: abis).entries(for: plain)
    let removed = entries.filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) }
    // Groups first: what is taken away again is in them.
    return lines("SystemCallFilter=", entries.filter { $0.hasPrefix("@") })
      + lines("SystemCallFilter=~", removed)
      + lines("SystemCallFilter=", entries.filter { !$0.hasPrefix("@") && !$0.hasPrefix("!") })
      + refused
  }

  /// A setting, as often as its words need.
  private static func lines(_ key: String, _ words: [String]) -> [String] {
    var lines: [String] = []
    for word in words {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(key + word)
      }
    }
    return lines
  }

  private static func name(_ errno: UInt16, _ abi: ABI) -> String {
    ErrnoName.name(of: errno, on: abi) ?? "\(errno)"
  }
}
