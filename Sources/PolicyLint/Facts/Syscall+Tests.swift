import LinuxABI
import SeccompFilter
import Toolbox

/// Tests of arguments by their names; none where the call has no such argument on an ABI, or the ABI
/// no such constant.
extension Syscall {
  /// The argument of this name.
  func argument(_ name: String, on abi: ABI) -> ArgumentSignature? {
    arguments(on: abi)?.first { $0.isNamed(name) }
  }

  /// The test that an argument is a constant.
  func test(_ name: String, is constant: String, on abi: ABI) -> ArgumentTest? {
    guard let argument = argument(name, on: abi),
      let value = Constant.named(constant)?.value(on: abi)
    else { return nil }
    let mask = argument.mask(on: abi)
    return ArgumentTest(
      index: argument.index, mask: mask, values: IntervalSet(value & mask...value & mask))
  }

  /// The test that an argument is some constants together, and nothing else.
  func test(_ name: String, equals constants: [String], on abi: ABI) -> ArgumentTest? {
    guard let argument = argument(name, on: abi) else { return nil }
    var value: UInt64 = 0
    for constant in constants {
      guard let bits = Constant.named(constant)?.value(on: abi) else { return nil }
      value |= bits
    }
    let mask = argument.mask(on: abi)
    return ArgumentTest(
      index: argument.index, mask: mask, values: IntervalSet(value & mask...value & mask))
  }

  /// The test that an argument, is a number or above it, and not negative.
  func test(_ name: String, isAtLeast minimum: UInt64, on abi: ABI) -> ArgumentTest? {
    guard let argument = argument(name, on: abi) else { return nil }
    let mask = argument.mask(on: abi)
    return ArgumentTest(
      index: argument.index, mask: mask, values: IntervalSet(minimum...(mask >> 1)))
  }

  /// The test that an argument has all bits of some constants.
  func test(_ name: String, has constants: String..., on abi: ABI) -> ArgumentTest? {
    guard let argument = argument(name, on: abi) else { return nil }
    var bits: UInt64 = 0
    for constant in constants {
      guard let value = Constant.named(constant)?.value(on: abi) else { return nil }
      bits |= value
    }
    bits &= argument.mask(on: abi)
    return ArgumentTest(index: argument.index, mask: bits, values: IntervalSet(bits...bits))
  }

  /// The test that the value field of an argument is a constant.
  func test(_ name: String, fieldIs constant: String, on abi: ABI) -> ArgumentTest? {
    guard let argument = argument(name, on: abi), let field = argument.vocabulary?.valueField,
      let value = Constant.named(constant)?.value(on: abi)
    else { return nil }
    return ArgumentTest(
      index: argument.index, mask: field, values: IntervalSet(value & field...value & field))
  }
}

extension ArgumentSignature {
  /// The bits of the register that the kernel looks at.
  func mask(on abi: ABI) -> UInt64 {
    let width = width(on: abi)
    return UInt64(lowBits: width)
  }
}

/// Names in a sentence: `'a'`, `'a' and 'b'`, `'a', 'b' and 3 more`.
///
/// - Parameters:
///   - names: The names.
///   - limit: How many are shown.
/// - Returns: The text.
func enumeration(_ names: [String], limit: Int = 8) -> String {
  var names = names.map { "'\($0)'" }
  if names.count > limit + 1 { names = names.prefix(limit) + ["\(names.count - limit) more"] }
  guard let last = names.popLast() else { return "" }
  return names.isEmpty ? last : names.joined(separator: ", ") + " and " + last
}
