public import ClassicBPF
public import LinuxABI
import Toolbox

extension SeccompData {
  /// The ABI through which the call came, if it is a known one.
  public var abi: ABI? {
    ABI.allCases.first {
      $0.auditArchitecture == auditArchitecture && $0.numbers.contains(number)
    }
  }

  /// The call as a person reads it: name, and arguments with their names.
  ///
  /// Such as `x86_64 openat(dfd=AT_FDCWD, filename=0x0, flags=O_WRONLY, mode=0)`. Registers that the
  /// call does not use, and what an argument's width leaves out, are shown where they are not 0.
  public var text: String {
    var text = "arch \(hexadecimal(UInt64(auditArchitecture)))"
    var name = "#\(number)"
    var list: [String] = []
    var shown: Set<Int> = []
    if let abi {
      text = abi.name
      if let syscall = Syscall.numbered(number, on: abi) {
        name = syscall.name
        for argument in syscall.arguments(on: abi) ?? [] {
          let register = arguments[argument.index]
          let width = UInt64(argument.width(on: abi))
          let isPlain = width == 64 || register >> width == 0
          let value = isPlain ? argument.text(of: register, on: abi) : hexadecimal(register)
          list.append("\(argument.name)=\(value)")
          shown.insert(argument.index)
        }
      }
    }
    for index in 0..<6 where !shown.contains(index) && arguments[index] != 0 {
      list.append("arg\(index)=\(hexadecimal(arguments[index]))")
    }
    text += " \(name)(\(list.joined(separator: ", ")))"
    return instructionPointer == 0 ? text : text + " at \(hexadecimal(instructionPointer))"
  }
}
