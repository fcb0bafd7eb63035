public import ClassicBPF
import LinuxABI
import SeccompFilter
import Toolbox

extension CapturedCall {
  /// The call that C libraries make in the place of one that hides its flags: clone(2) for clone3(2), as
  /// far as filters look at it; `nil` where it is no such call, or where nobody could read its flags.
  public var older: SeccompData? {
    guard let abi = call.abi, let syscall = Syscall.numbered(call.number, on: abi),
      syscall.hidesFlags, let piece = pieces(of: 0, isInner: false, as: .content).first,
      let clone = Syscall.named("clone"), let number = clone.number(on: abi),
      let argument = clone.arguments(on: abi)?.first(where: { $0.name == "clone_flags" })
    else { return nil }
    let words = MemoryWords(content(of: piece), isBigEndian: abi.isBigEndian)
    // The signal at the end is in the lowest byte of the older call's flags.
    let (flags, signal) = (words.number(at: 0, size: 8), words.number(at: 32, size: 8))
    guard words.count >= 40, flags & 0xff == 0, flags <= UInt64(UInt32.max), signal <= 0xff else {
      return nil
    }
    var registers = InlineArray<6, UInt64>(repeating: 0)
    registers[argument.index] = flags | signal
    var older = call
    (older.number, older.arguments) = (number, registers)
    return older
  }
}
