import ClassicBPF
package import LinuxABI
import SourceDiagnostics
import Toolbox

/// What the kernel has written to its log about a call that a filter did not simply allow.
///
/// Such a record has type 1326, `AUDIT_SECCOMP`. It says which call it was and what kind of verdict it
/// got, and nothing of arguments, of the data of the verdict or of the filter.
package struct AuditRecord: Hashable {
  /// The ABI of the call.
  package let abi: ABI
  /// The number, as the register carries it.
  package let number: UInt32
  /// The kinds of verdicts that it may have got: words of a filter without their data; none where
  /// the record does not say.
  package let kinds: Set<UInt32>
  /// The verdict as it is written in the record.
  package let code: String?
  /// The name of the thread.
  package let command: String?
  /// The program's file.
  package let executable: String?
  /// The number of the process.
  package let process: String?
  /// The address after the instruction that made the call.
  package let instructionPointer: String?

  /// Reads a line of the kernel's log, of auditd's, or of what `ausearch` prints; `nil` where it is no
  /// such record.
  ///
  /// - Parameter line: The line, with whatever a collector has put before.
  /// - Throws: ``SekatError`` where it is one, and does not say which call.
  package init?(_ line: String) throws(SekatError) {
    // auditd adds names after a separator that is no blank, and that is lost where a line is copied from
    // a terminal.
    let words = line.replacing("AUID=", with: " AUID=")
      .split { $0 == " " || $0 == "\t" || $0 == "\u{1d}" }
    guard words.contains(where: { $0 == "type=1326" || $0 == "type=SECCOMP" }) else { return nil }
    var fields: [Substring: Substring] = [:]
    for word in words {
      guard let equals = word.firstIndex(of: "=") else { continue }
      let (name, value) = (word[..<equals], word[word.index(after: equals)...])
      // The names that auditd adds have the same keys in capitals.
      if fields[name] == nil { fields[name] = value }
    }
    guard let arch = fields["arch"], let syscall = fields["syscall"] else {
      throw SekatError("the record has no 'arch' or no 'syscall': \(quoted(line.prefix(200)))")
    }
    (abi, number) = try Self.call(String(arch), String(syscall))
    code = fields["code"].map(String.init)
    kinds = try code.map(Self.kinds) ?? []
    command = fields["comm"].map(Self.text)
    executable = fields["exe"].map(Self.text)
    process = fields["pid"].map(String.init)
    instructionPointer = fields["ip"].map(String.init)
  }

  /// The call of an `arch` and a number, or of the names that `ausearch -i` prints.
  private static func call(
    _ arch: String, _ syscall: String
  ) throws(SekatError) -> (ABI, UInt32) {
    let value = UInt32(arch, radix: 16)
    let abis = ABI.allCases.filter { value == $0.auditArchitecture || arch == $0.name }
    guard let first = abis.first else {
      throw SekatError("the record is of an ABI that sekat does not know: 'arch=\(escaped(arch))'")
    }
    if let number = UInt32(syscall) ?? Int32(syscall).map(UInt32.init(bitPattern:)) {
      return (abis.first { $0.numbers.contains(number) } ?? first, number)
    }
    guard let call = Syscall.named(syscall), let number = call.number(on: first) else {
      throw SekatError(
        "\(first.name) has no system call \(quoted(syscall)), which the record names")
    }
    return (first, number)
  }

  /// The kinds of verdicts that a code stands for.
  private static func kinds(_ code: String) throws(SekatError) -> Set<UInt32> {
    if code.hasPrefix("0x"), let word = UInt32(code.dropFirst(2), radix: 16) {
      return [FilterAction(returnValue: word).kind]
    }
    guard let actions = names[code] else {
      throw SekatError("the record has a verdict that sekat does not know: 'code=\(escaped(code))'")
    }
    return Set(actions.map(\.kind))
  }

  /// What `ausearch -i` prints in place of codes.
  private static let names: [String: [FilterAction]] = [
    "kill": [.killThread, .killProcess], "kill-thread": [.killThread],
    "kill-process": [.killProcess], "trap": [.trap(0)], "errno": [.errno(0)],
    "user_notif": [.notify], "trace": [.trace(0)], "log": [.log], "allow": [.allow],
  ]

  /// A text of which the kernel has put plain ones in quotes, and others in hexadecimal.
  private static func text(_ value: Substring) -> String {
    if value.first == "\"" { return String(value.dropFirst().prefix { $0 != "\"" }) }
    let digits = Array(value.utf8)
    let bytes = stride(from: 0, to: digits.count - digits.count % 2, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
    return digits.count % 2 == 0 && bytes.count * 2 == digits.count && !bytes.isEmpty
      ? String(decoding: bytes, as: UTF8.self) : String(value)
  }
}

extension FilterAction {
  /// What is done, without the data.
  package var kind: UInt32 { returnValue & 0xffff_0000 }

  /// Its kind in words, as it is written without data.
  package static func name(ofKind kind: UInt32) -> String {
    switch FilterAction(returnValue: kind) {
    case .allow: "allow"
    case .log: "log"
    case .trace: "trace"
    case .notify: "notify"
    case .errno: "errno"
    case .trap: "trap"
    case .killThread: "kill-thread"
    case .killProcess: "kill-process"
    }
  }
}
