import LinuxABI
import SourceDiagnostics

/// A condition on an argument, as it is written.
enum LearnedCondition {
  /// The argument is one of some values.
  case oneOf([String])
  /// It is any other value.
  case noneOf([String])
  /// It has no other bits.
  case only(String)
  /// Its value field is one of some values, and it has no other bits.
  case field([String], only: String)

  /// Writes the condition as a member of `where`.
  func write(_ argument: String, to json: inout JSONWriter) {
    func list(_ values: [String], _ json: inout JSONWriter) {
      for value in values {
        if let number = Int64(value) { json.value(number) } else { json.value(value) }
      }
    }
    switch self {
    case .oneOf(let values): json.array(argument, inline: true) { list(values, &$0) }
    case .noneOf(let values):
      json.object(argument, inline: true) { json in
        json.array("notIn") { list(values, &$0) }
      }
    case .only(let bits):
      json.object(argument, inline: true) { $0.member("only", bits) }
    case .field(let values, let bits):
      json.object(argument, inline: true) { json in
        json.array("is") { list(values, &$0) }
        json.member("only", bits)
      }
    }
  }
}

extension LearnedCall {
  /// What arguments are held to.
  func conditions(
    of call: Syscall, on abi: ABI
  ) -> [(argument: String, condition: LearnedCondition)] {
    (call.arguments(on: abi) ?? []).compactMap { argument in
      guard let vocabulary = argument.vocabulary, let values = values[argument.index] else {
        return nil
      }
      let names = ConstantNames(vocabulary, argument, on: abi)
      switch values {
      case .any: return nil
      case .many(let values):
        // Nothing is lost where there are values enough, but for those that lead far.
        let others = (CallKnowledge.riskyValues["\(call.name).\(argument.name)"] ?? []).filter {
          Constant.named($0)?.value(on: abi).map { !values.contains($0 & names.mask) } ?? false
        }
        return others.isEmpty ? nil : (argument.name, .noneOf(others))
      case .few(let values):
        return (argument.name, .oneOf(values.sorted().map { names.value($0) }))
      case .bits(let bits):
        return (argument.name, bits == 0 ? .oneOf(["0"]) : .only(names.bits(bits)))
      case .field(let values, let bits):
        // All bits of the field may be set as far as the second condition goes.
        let field = vocabulary.valueField ?? 0
        let all = ConstantNames.hex(field & names.mask)
        return (
          argument.name,
          .field(
            values.sorted().map { names.value($0) },
            only: bits == 0 ? all : "\(all)|\(names.bits(bits))")
        )
      }
    }
  }
}

/// The names of an argument's values.
struct ConstantNames {
  /// The bits that the kernel looks at.
  let mask: UInt64
  private let isSigned: Bool
  private let width: Int
  private var byValue: [UInt64: String] = [:]
  private var singleBits: [(bit: UInt64, name: String)] = []

  /// Looks up the constants of an argument.
  init(_ vocabulary: ArgumentVocabulary, _ argument: ArgumentSignature, on abi: ABI) {
    width = argument.width(on: abi)
    mask = width == 64 ? .max : 1 << UInt64(width) - 1
    isSigned = argument.isSigned
    let field = vocabulary.valueField ?? 0
    for constant in vocabulary.sets.flatMap(Constant.all(in:)) {
      // Printed expressions and the headers' own names are no constants of policies.
      let name = constant.name
      guard name.utf8.allSatisfy(Character8.isInName), !name.hasPrefix("__") else { continue }
      guard let value = constant.value(on: abi) else { continue }
      let bits = value & mask
      if byValue[bits] == nil { byValue[bits] = name }
      if bits.nonzeroBitCount == 1, bits & field == 0, vocabulary.form != .value,
        !singleBits.contains(where: { $0.bit == bits })
      {
        singleBits.append((bits, name))
      }
    }
  }

  /// A value: its name, or the number.
  func value(_ value: UInt64) -> String {
    if let name = byValue[value] { return name }
    if isSigned, value >> UInt64(width - 1) & 1 == 1 {
      return "\(Int64(bitPattern: value | ~mask))"
    }
    return value < 1 << 63 ? "\(value)" : Self.hex(value)
  }

  /// Bits: their names, and the rest as a number.
  func bits(_ bits: UInt64) -> String {
    var rest = bits
    var names: [String] = []
    for (bit, name) in singleBits where rest & bit != 0 {
      names.append(name)
      rest &= ~bit
    }
    if rest != 0 { names.append(Self.hex(rest)) }
    return names.joined(separator: "|")
  }

  static func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}
