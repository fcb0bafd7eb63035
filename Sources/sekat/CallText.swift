import ClassicBPF
import LinuxABI

/// A call in a form to read: name, and arguments with their names.
struct CallText {
  private let call: SeccompData
  private let abi: ABI

  init(_ call: SeccompData, on abi: ABI) {
    self.call = call
    self.abi = abi
  }

  /// Such as `socket(family=0x2, type=0x1, protocol=0x0)`.
  var text: String {
    guard let syscall = Syscall.numbered(call.number, on: abi) else {
      return "#\(call.number)(\(registers(0..<6)))"
    }
    guard let arguments = syscall.arguments(on: abi) else {
      return "\(syscall.name)(\(registers(0..<6)))"
    }
    let list = arguments.map { "\($0.name)=\(hex(call.arguments[$0.index]))" }
    return "\(syscall.name)(\(list.joined(separator: ", ")))"
  }

  private func registers(_ range: Range<Int>) -> String {
    range.map { "arg\($0)=\(hex(call.arguments[$0]))" }.joined(separator: ", ")
  }

  private func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}
