import Toolbox

/// The names of an argument's values.
package struct ConstantNames: Sendable {
  /// The bits that the kernel looks at.
  package let mask: UInt64
  private let isSigned: Bool
  private let width: Int
  private var byValue: [UInt64: String] = [:]
  private var singleBits: [(bit: UInt64, name: String)] = []

  /// Looks up the constants of an argument.
  package init(_ vocabulary: ArgumentVocabulary, _ argument: ArgumentSignature, on abi: ABI) {
    width = argument.width(on: abi)
    mask = UInt64(lowBits: width)
    isSigned = argument.isSigned
    let field = vocabulary.valueField ?? 0
    for constant in vocabulary.sets.flatMap(Constant.all(in:)) {
      // Printed expressions and the headers' own names are no constants of policies.
      let name = constant.name
      let isWord = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      guard isWord, !name.hasPrefix("__") else { continue }
      guard let value = constant.value(on: abi) else { continue }
      let bits = value & mask
      if byValue[bits] == nil { byValue[bits] = name }
      if bits.nonzeroBitCount == 1, bits & field == 0, vocabulary.form != .value,
        !singleBits.contains(where: { $0.bit == bits })
      {
        singleBits.append((bits, name))
      }
    }
    singleBits.sort { $0.bit < $1.bit }
  }

  /// A value: its name, those of its bits, or the number.
  package func value(_ value: UInt64) -> String {
    if let name = byValue[value] { return name }
    if value != 0, singleBits.reduce(value, { $0 & ~$1.bit }) == 0 { return bits(value) }
    if isSigned, value >> UInt64(width - 1) & 1 == 1 {
      return "\(Int64(bitPattern: value | ~mask))"
    }
    return value < 1 << 63 ? "\(value)" : hexadecimal(value)
  }

  /// Bits: their names, and the rest as a number.
  package func bits(_ bits: UInt64) -> String {
    var rest = bits
    var names: [String] = []
    for (bit, name) in singleBits where rest & bit != 0 {
      names.append(name)
      rest &= ~bit
    }
    if rest != 0 { names.append(hexadecimal(rest)) }
    return names.joined(separator: "|")
  }
}
