import LinuxABI
import SourceDiagnostics

extension Fix.Edit {
  /// Puts a rule before another one that answers calls with ENOSYS.
  static func answeringENOSYS(_ calls: [Syscall], before rule: SourceLocation) -> Fix.Edit {
    let names = calls.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let text = "{ \"syscalls\": [\(names)], \"action\": { \"errno\": \"ENOSYS\" } },"
    let bytes = rule.source.bytes
    var first = rule.range.lowerBound
    while first > 0, bytes[first - 1] == 0x20 || bytes[first - 1] == 0x09 { first -= 1 }
    let beginsLine = first == 0 || bytes[first - 1] == 0x0a
    let indentation = String(decoding: bytes[first..<rule.range.lowerBound], as: UTF8.self)
    let place = SourceRange(rule.range.lowerBound..<rule.range.lowerBound)
    return Fix.Edit(
      SourceLocation(source: rule.source, range: place),
      text + (beginsLine ? "\n" + indentation : " "))
  }
}
