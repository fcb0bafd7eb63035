import ClassicBPF
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

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

extension ResolvedPolicy {
  /// What a decision rests on, with its place: `policy.json:12`, `policy.json:3, default`.
  func phrase(for reason: Decision.Reason) -> String {
    let place = location(of: reason).map { "\(escaped($0.source.name)):\($0.start.line)" }
    switch reason {
    case .skipped: return "number -1, a call that a tracer skipped"
    case .foreign: return place.map { "\($0), foreign" } ?? "foreign, by default"
    case .exception: return "sekat's own last calls"
    case .newer: return place.map { "\($0), newer than the policy" } ?? "newer than the policy"
    case .rule: return place ?? ""
    case .otherwise: return "\(place ?? ""), else"
    case .defaultAction: return "\(place ?? ""), default"
    }
  }
}
