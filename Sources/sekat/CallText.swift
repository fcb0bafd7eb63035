import ClassicBPF
import LinuxABI
import SourceDiagnostics

/// A call in a form to read: name, and arguments with their names.
struct CallText {
  private let call: SeccompData

  init(_ call: SeccompData) { self.call = call }

  /// Such as `x86_64 openat(dfd=AT_FDCWD, filename=0x0, flags=O_WRONLY, mode=0)`.
  ///
  /// Registers that the call does not use, and what an argument's width leaves out, are shown where
  /// they are not 0.
  var text: String {
    var text = "arch \(hex(UInt64(call.auditArchitecture)))"
    var name = "#\(call.number)"
    var list: [String] = []
    var shown: Set<Int> = []
    if let abi = call.abi {
      text = abi.name
      if let syscall = Syscall.numbered(call.number, on: abi) {
        name = syscall.name
        for argument in syscall.arguments(on: abi) ?? [] {
          let register = call.arguments[argument.index]
          let width = UInt64(argument.width(on: abi))
          let isPlain = width == 64 || register >> width == 0
          let value = isPlain ? argument.text(of: register, on: abi) : hex(register)
          list.append("\(argument.name)=\(value)")
          shown.insert(argument.index)
        }
      }
    }
    for index in 0..<6 where !shown.contains(index) && call.arguments[index] != 0 {
      list.append("arg\(index)=\(hex(call.arguments[index]))")
    }
    text += " \(name)(\(list.joined(separator: ", ")))"
    return call.instructionPointer == 0 ? text : text + " at \(hex(call.instructionPointer))"
  }

  /// Adds the members of a JSON object that say which call it is, all registers included.
  func write(to writer: inout JSONWriter) {
    writer.member("call", text)
    writer.member("abi", call.abi?.name)
    writer.member("arch", hex(UInt64(call.auditArchitecture)))
    writer.member("number", call.number)
    writer.member("instructionPointer", hex(call.instructionPointer))
    writer.array("args") { writer in
      for index in 0..<6 { writer.value(hex(call.arguments[index])) }
    }
  }

  private func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}

extension SeccompData {
  /// The ABI through which the call comes, if sekat knows it.
  var abi: ABI? {
    ABI.allCases.first {
      $0.auditArchitecture == auditArchitecture && $0.numbers.contains(number)
    }
  }
}
