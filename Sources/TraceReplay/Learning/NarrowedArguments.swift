import LinuxABI
import Toolbox

/// The arguments that learnt policies narrow because they carry risk.
///
/// What the other arguments are, such as the operation of a futex, is a matter of time and load.
enum NarrowedArguments {
  /// Whether the values of an argument are listed as wholes, though it seems to be made of flags.
  ///
  /// One value of `personality` is none of its flags, and what may be written and what may be executed
  /// must not add up to both.
  static func areWhole(_ argument: ArgumentSignature, of call: String) -> Bool {
    whole.contains("\(call).\(argument.name)")
  }

  /// `call.argument` of those.
  private static let whole: Set<String> = {
    let table = StaticTable.narrowedArgumentRows
    return Set(
      (0..<table.count).compactMap { line in
        table.field(2, ofLine: line) == "whole" ? table.field(0, ofLine: line) : nil
      })
  }()

  /// What is allowed of an argument beside what was seen, or `nil` where it is not narrowed.
  ///
  /// - Parameters:
  ///   - argument: The argument.
  ///   - call: The name of its call.
  ///   - abi: The ABI; constants that it lacks are left out.
  /// - Returns: The values, as many bits as the kernel looks at.
  static func beside(
    _ argument: ArgumentSignature, of call: String, on abi: ABI
  ) -> Set<UInt64>? {
    let table = StaticTable.narrowedArgumentRows
    guard let line = table.index(of: "\(call).\(argument.name)") else { return nil }
    let width = argument.width(on: abi)
    let mask = UInt64(lowBits: width)
    let texts = (table.field(1, ofLine: line) ?? "-").split(separator: ",").filter { $0 != "-" }
    return Set(
      texts.compactMap { text in
        text.split(separator: "|").reduce(UInt64?(0)) { bits, name in
          guard let bits, let value = Constant.named(String(name))?.value(on: abi) else {
            return nil
          }
          return bits | value & mask
        }
      })
  }
}
