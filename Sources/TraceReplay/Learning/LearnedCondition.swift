import LinuxABI
import SourceDiagnostics
import Toolbox

/// A condition on an argument, as it is written.
enum LearnedCondition: Sendable {
  /// The argument is one of some values.
  case oneOf([String])
  /// It is any other value.
  case noneOf([String])
  /// It has all of these bits.
  case has(String)
  /// It has none of these bits.
  case noBits(String)
  /// It has no other bits.
  case only(String)
  /// Its value field is one of some values, and beside the field it has no other bits.
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
    case .has(let bits):
      json.object(argument, inline: true) { $0.member("has", bits) }
    case .noBits(let bits):
      json.object(argument, inline: true) { $0.member("hasNone", bits) }
    case .only(let bits):
      json.object(argument, inline: true) { $0.member("only", bits) }
    case .field(let values, let bits):
      json.object(argument, inline: true) { json in
        json.array("is") { list(values, &$0) }
        // No bit at all is a number, which stands without quotes.
        if bits == "0" { json.member("only", 0) } else { json.member("only", bits) }
      }
    }
  }
}

extension LearnedCall {
  /// What arguments are held to.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - abi: The ABI.
  ///   - isStrict: Whether all arguments are narrowed, and to nothing but what was seen.
  /// - Returns: The conditions, in the order of the arguments.
  func conditions(
    of call: Syscall, on abi: ABI, isStrict: Bool
  ) -> [(argument: String, condition: LearnedCondition)] {
    (call.arguments(on: abi) ?? []).compactMap { argument in
      guard let vocabulary = argument.vocabulary, let values = values[argument.index] else {
        return nil
      }
      let beside = NarrowedArguments.beside(argument, of: call.name, on: abi)
      if !isStrict && beside == nil { return nil }
      let names = ConstantNames(vocabulary, argument, on: abi)
      let condition = condition(
        RiskyValues.of(argument.name, of: call.name), values, isStrict ? [] : beside ?? [],
        field: vocabulary.valueField ?? 0, names, on: abi)
      return condition.map { (argument.name, $0) }
    }
  }

  /// Whether the log does not show an argument that would be narrowed.
  func hidesArguments(of call: Syscall, on abi: ABI) -> Bool {
    (call.arguments(on: abi) ?? []).contains { argument in
      values[argument.index] == .unknown
        && NarrowedArguments.beside(argument, of: call.name, on: abi) != nil
    }
  }

  /// What one argument is held to.
  private func condition(
    _ risky: RiskyValues?, _ values: Values, _ beside: Set<UInt64>, field: UInt64,
    _ names: ConstantNames, on abi: ABI
  ) -> LearnedCondition? {
    switch values {
    case .any, .unknown:
      if let risky, risky.areFlags { return .noBits(risky.names.joined(separator: "|")) }
      return Self.noRisks(risky, seen: [], names, on: abi)
    case .list(let values):
      if values.subtracting(beside).count > Self.mostValues {
        return Self.noRisks(risky, seen: values, names, on: abi)
      }
      return .oneOf(values.union(beside).sorted().map { names.value($0) })
    case .bits(let bits):
      let all = beside.reduce(bits, |)
      return all == 0 ? .oneOf(["0"]) : .only(names.bits(all))
    case .field(let values, let bits):
      if values.count > Self.mostValues { return nil }
      let fields = values.union(beside.filter { $0 & ~field == 0 }).sorted()
      let flags = beside.reduce(bits) { $0 | $1 & ~field }
      return .field(fields.map { names.value($0) }, only: flags == 0 ? "0" : names.bits(flags))
    }
  }

  /// Any values but the risky ones that were not seen, if there are such.
  private static func noRisks(
    _ risky: RiskyValues?, seen: Set<UInt64>, _ names: ConstantNames, on abi: ABI
  ) -> LearnedCondition? {
    guard let risky, !risky.areFlags else { return nil }
    let others = risky.names.filter {
      Constant.named($0)?.value(on: abi).map { !seen.contains($0 & names.mask) } ?? false
    }
    return others.isEmpty ? nil : .noneOf(others)
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
    mask = UInt64(lowBits: width)
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
    singleBits.sort { $0.bit < $1.bit }
  }

  /// A value: its name, those of its bits, or the number.
  func value(_ value: UInt64) -> String {
    if let name = byValue[value] { return name }
    if value != 0, singleBits.reduce(value, { $0 & ~$1.bit }) == 0 { return bits(value) }
    if isSigned, value >> UInt64(width - 1) & 1 == 1 {
      return "\(Int64(bitPattern: value | ~mask))"
    }
    return value < 1 << 63 ? "\(value)" : hexadecimal(value)
  }

  /// Bits: their names, and the rest as a number.
  func bits(_ bits: UInt64) -> String {
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
