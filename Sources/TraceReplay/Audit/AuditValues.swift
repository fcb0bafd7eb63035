import ClassicBPF
import LinuxABI
import SeccompFilter
import Toolbox

/// What the values in records mean, as the kernel writes them and as `ausearch -i` does.
struct AuditValues {
  /// Whether numbers have been replaced by names where there are some.
  let isInterpreted: Bool

  /// The call of an `arch` and a number, or of their names.
  static func call(
    _ arch: String, _ syscall: String
  ) throws(AuditRecordError) -> (ABI, UInt32) {
    let value = UInt32(arch, radix: 16)
    let abis = ABI.allCases.filter { value == $0.auditArchitecture || arch == $0.name }
    guard let first = abis.first else {
      throw AuditRecordError(
        "the record is of an ABI that sekat does not know: 'arch=\(escaped(arch))'")
    }
    if let number = UInt32(syscall) ?? Int32(syscall).map(UInt32.init(bitPattern:)) {
      return (abis.first { $0.numbers.contains(number) } ?? first, number)
    }
    guard let call = Syscall.named(syscall), let number = call.number(on: first) else {
      throw AuditRecordError(
        "\(first.name) has no system call \(quoted(syscall)), which the record names")
    }
    return (first, number)
  }

  /// The kinds of verdicts that a code stands for.
  static func kinds(_ code: String) throws(AuditRecordError) -> Set<FilterAction> {
    if code.hasPrefix("0x"), let word = UInt32(code.dropFirst(2), radix: 16) {
      return [FilterAction(returnValue: word).kind]
    }
    guard let actions = kindsByName[code] else {
      throw AuditRecordError(
        "the record has a verdict that sekat does not know: 'code=\(escaped(code))'")
    }
    return actions
  }

  /// What `ausearch -i` prints in place of codes.
  private static let kindsByName: [String: Set<FilterAction>] = [
    "kill": [.killThread, .killProcess], "kill-thread": [.killThread],
    "kill-process": [.killProcess], "trap": [.trap(0)], "errno": [.errno(0)],
    "user_notif": [.notify], "trace": [.trace(0)], "log": [.log], "allow": [.allow],
  ]

  /// A text of which the kernel has put plain ones in quotes, and others in hexadecimal.
  static func text(_ value: String) -> String {
    if value.first == "\"" { return String(value.dropFirst().prefix { $0 != "\"" }) }
    let digits = Array(value.utf8)
    let bytes = stride(from: 0, to: digits.count - digits.count % 2, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
    return digits.count % 2 == 0 && bytes.count * 2 == digits.count && !bytes.isEmpty
      ? String(decoding: bytes, as: UTF8.self) : value
  }

  /// The register of a value; `nil` where names stand for it, of which others could mean the same.
  func register(_ value: String) -> UInt64? {
    if !isInterpreted { return UInt64(value, radix: 16) }
    return value.hasPrefix("0x") ? UInt64(value.dropFirst(2), radix: 16) : nil
  }

  /// The result of a value: a number, or the name of an error with its text behind it.
  static func result(_ value: String, on abi: ABI) -> Int64? {
    if let number = Int64(value) { return number }
    let name = String(value.prefix { $0 != "(" })
    return ErrnoName.number(of: name, on: abi).map { -Int64($0) }
  }
}
