/// The name of an argument register, which is counted from 0: `arg0` to `arg5`, or `args[0]` to
/// `args[5]`, as the kernel's `seccomp_data` has them.
public struct RegisterName: Hashable, Sendable {
  /// The register, 0 to 5.
  public let index: Int
  /// Whether nobody can take it for anything else.
  ///
  /// The prototypes of prctl and a few others count their arguments from 1, and call them `arg2` and so
  /// on; there `arg2` may mean either of two registers, and `args[2]` one.
  public let isCertain: Bool

  /// Reads a name; `nil` where the text is none.
  ///
  /// - Parameter text: What may be the name of a register.
  public init?(_ text: some StringProtocol) {
    let isCertain = text.hasPrefix("args[") && text.hasSuffix("]")
    guard text.utf8.count == (isCertain ? 7 : 4), isCertain || text.hasPrefix("arg") else {
      return nil
    }
    let digit = Array(text.utf8)[isCertain ? 5 : 3]
    guard (UInt8(ascii: "0")...UInt8(ascii: "5")).contains(digit) else { return nil }
    index = Int(digit - UInt8(ascii: "0"))
    self.isCertain = isCertain
  }
}

extension RegisterName: CustomStringConvertible {
  /// The name as it was read.
  public var description: String { isCertain ? "args[\(index)]" : "arg\(index)" }
}
