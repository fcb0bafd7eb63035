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
