import LinuxABI
import SourceDiagnostics
import Toolbox

/// What a value of a policy is on one ABI.
struct ResolvedValue {
  /// The number as it was written, or as the constant is.
  var number: Int128
  /// Whether `|` or `~` made it, so that it is a pattern of bits rather than a number.
  var isPattern = false
  /// Constants of the expression that the ABI lacks.
  var missing: [Located<String>] = []
  /// Constants of the expression that the ABI has.
  var constants: [Located<Constant>] = []
}

/// Computes values of arguments on one ABI, and finds what does not fit.
struct ValueResolver {
  let abi: ABI
  /// The bits that are compared.
  let width: Int
  /// Whether those bits are a signed number.
  let isSigned: Bool
  /// The constants that the argument takes, where it takes such.
  let vocabulary: ArgumentVocabulary?
  /// Says what is wrong, and where; the sentence is made only for a mistake that is new.
  let report: (SourceRange, _ id: String, @autoclosure () -> String) -> Void
  /// Whether it is worth looking for what a misspelt constant was meant to be.
  var suggests: () -> Bool = { true }
  /// Whether the values are those that are not to be there.
  var excludes = false

  /// The values of `width` bits, all set.
  var allBits: UInt64 { UInt64(lowBits: width) }

  // MARK: Numbers

  /// The bits of a value that is compared for equality: -2^(w-1) … 2^w-1, modulo 2^w.
  func bits(_ value: Located<ValueSyntax>) -> UInt64? {
    guard let resolved = resolve(value, missing: .refused) else { return nil }
    return bits(of: resolved.number, at: value.range)
  }

  /// The number that a value is in the argument's own range, for orders and ranges.
  func ordered(_ value: Located<ValueSyntax>) -> Int128? {
    guard let resolved = resolve(value, missing: .refused) else { return nil }
    var number = resolved.number
    let half = Int128(1) << Int128(width - 1)
    if resolved.isPattern, isSigned, number >= half { number -= half * 2 }
    let range = isSigned ? -half...half - 1 : 0...half * 2 - 1
    guard range.contains(number) else {
      report(
        value.range, "out-of-range",
        "\(number) is outside of \(range.lowerBound) … \(range.upperBound), the range of "
          + "\(widthPhrase) on \(abi.name)")
      return nil
    }
    return number
  }

  /// The bits that a value stands for, with those of missing constants left out.
  func flags(_ value: Located<ValueSyntax>) -> (bits: UInt64, resolved: ResolvedValue)? {
    guard let resolved = resolve(value, missing: .leftOut),
      let bits = bits(of: resolved.number, at: value.range)
    else { return nil }
    return (bits, resolved)
  }

  private var widthPhrase: String {
    "\(isSigned ? "a signed" : "an unsigned") number of \(width) bits"
  }

  private func bits(of number: Int128, at range: SourceRange) -> UInt64? {
    let size = Int128(1) << Int128(width)
    guard (-size / 2...size - 1).contains(number) else {
      report(
        range, "out-of-range", "\(number) does not fit in \(width) bits, the width on \(abi.name)")
      return nil
    }
    return UInt64(truncatingIfNeeded: number) & allBits
  }

  /// The bits of a value that is compared with a whole register, and what is wrong with it.
  static func registerBits(
    _ value: Located<ValueSyntax>, on abi: ABI, suggests: Bool
  ) -> (bits: UInt64?, mistakes: [(range: SourceRange, id: String, message: String)]) {
    final class Mistakes { var all: [(range: SourceRange, id: String, message: String)] = [] }
    let mistakes = Mistakes()
    let resolver = ValueResolver(
      abi: abi, width: abi.registerWidth, isSigned: false, vocabulary: nil,
      report: { mistakes.all.append(($0, $1, $2())) }, suggests: { suggests })
    return (resolver.bits(value), mistakes.all)
  }

  // MARK: Expressions

  /// What happens to constants that the ABI lacks.
  enum Missing { case refused, leftOut }

  /// Computes a value.
  func resolve(_ value: Located<ValueSyntax>, missing: Missing) -> ResolvedValue? {
    switch value.value {
    case .number(let number): return ResolvedValue(number: number)
    case .constant(let name): return constant(name, at: value.range, missing: missing)
    case .not(let operand):
      guard var resolved = resolve(operand, missing: missing),
        let bits = bits(of: resolved.number, at: operand.range)
      else { return nil }
      resolved.number = Int128(~bits & allBits)
      resolved.isPattern = true
      // What is excluded is not what is asked for.
      resolved.constants = []
      return resolved
    case .or(let operands):
      let parts = operands.map { resolve($0, missing: missing) }
      var result = ResolvedValue(number: 0, isPattern: true)
      var isComplete = true
      for (operand, part) in zip(operands, parts) {
        guard let part, let bits = bits(of: part.number, at: operand.range) else {
          isComplete = false
          continue
        }
        result.number |= Int128(bits)
        result.missing += part.missing
        result.constants += part.constants
      }
      guard isComplete, !joinsAlternatives(result.constants, at: value.range) else { return nil }
      return result
    }
  }

  private func constant(
    _ name: String, at range: SourceRange, missing: Missing
  ) -> ResolvedValue? {
    guard let constant = Constant.named(name) else {
      report(range, "unknown-constant", "unknown constant \(quoted(name))\(suggestion(for: name))")
      return nil
    }
    if let bits = constant.value(on: abi) {
      let number = constant.isNegative(on: abi) ? Int128(Int64(bitPattern: bits)) : Int128(bits)
      return ResolvedValue(
        number: number, constants: [Located(value: constant, range: range)])
    }
    switch missing {
    case .leftOut:
      return ResolvedValue(number: 0, missing: [Located(value: name, range: range)])
    case .refused:
      report(range, "missing-constant", "\(abi.name) has no constant '\(name)'")
      return nil
    }
  }

  private func suggestion(for name: String) -> String {
    guard suggests() else { return "" }
    let own = vocabulary.map { vocabulary in Constant.all.filter(vocabulary.has).map(\.name) }
    let near =
      nearest(to: name, in: own ?? []) ?? nearest(to: name, in: Constant.all.lazy.map(\.name))
    return didYouMean(near)
  }

  // MARK: What would mislead

  /// Whether a constant is one of the values in the argument's value field.
  func isFieldValue(_ constant: Constant) -> Bool {
    guard let vocabulary, let field = vocabulary.valueField, let value = constant.value(on: abi),
      vocabulary.has(constant)
    else { return false }
    return value & allBits & ~field == 0
  }

  /// What to write instead of a test for the bits of a constant that is a value; `nil` for others.
  func rightForm(ofValue constant: Constant, insteadOf bits: BitOperator) -> String? {
    let name = constant.name
    if isFieldValue(constant) {
      return bits == .hasNone
        ? "list the values that may be there with 'is'" : "write {\"is\": \"\(name)\"}"
    }
    // Where there are no flags beside it, the value is the whole argument.
    guard let vocabulary, vocabulary.form == .value,
      !Set(constant.sets).isDisjoint(with: vocabulary.sets)
    else { return nil }
    return "write {\"\(bits == .hasNone ? "ne" : "eq")\": \"\(name)\"}"
  }

  /// Reports a `|` between constants of which the argument takes only one.
  private func joinsAlternatives(_ constants: [Located<Constant>], at range: SourceRange) -> Bool {
    guard let vocabulary else { return false }
    let alternatives: [Located<Constant>] =
      switch vocabulary.form {
      case .value: constants.filter { vocabulary.has($0.value) }
      case .valueAndFlags: constants.filter { isFieldValue($0.value) }
      case .flags, .dependsOn: []
      }
    guard alternatives.count > 1 else { return false }
    let names = alternatives.map(\.value.name)
    report(
      range, "joined-alternatives",
      "'\(names[0])' and '\(names[1])' are alternatives, not bits: "
        + rightForm(
          ofAlternatives: alternatives.map(\.value), besideFlags: constants.count > names.count))
    return true
  }

  /// What to write instead of a `|` between alternatives.
  private func rightForm(
    ofAlternatives alternatives: [Constant], besideFlags hasFlags: Bool
  ) -> String {
    guard let vocabulary, vocabulary.form == .valueAndFlags else {
      let list = list(alternatives)
      return excludes ? "write {\"notIn\": \(list)}" : "write a list, \(list)"
    }
    // A list would compare the flags too, which stand beside the value.
    let flags = hasFlags ? ", and the flags with '\(excludes ? "hasNone" : "has")'" : ""
    guard excludes else { return "write {\"is\": \(list(alternatives))}\(flags)" }
    let excluded = Set(alternatives.compactMap { $0.value(on: abi) })
    let others = vocabulary.fieldValues(on: abi).filter { constant in
      constant.value(on: abi).map { !excluded.contains($0) } ?? false
    }
    let isShort = (1...Self.mostListed).contains(others.count)
    return "list the values that may be there with 'is'"
      + (isShort ? ", {\"is\": \(list(others))}" : "") + flags
  }

  /// So many values are listed in a sentence.
  private static let mostListed = 4

  private func list(_ constants: [Constant]) -> String {
    let names = constants.map { "\"\($0.name)\"" }
    return names.count == 1 ? names[0] : "[\(names.joined(separator: ", "))]"
  }

  /// The bits in which a constant is a number beside flags: the size of huge pages, of which one
  /// contains the bits of another.
  ///
  /// See mmap(2), `MAP_HUGE_SHIFT`.
  func numberField(of constant: Constant) -> UInt64? {
    guard vocabulary?.has(constant) == true, constant.belongs(to: "huge_page_sizes") else {
      return nil
    }
    return 0x3f << 26
  }

  /// Another constant of the argument whose bits this one shares, where it has bits of its own too.
  ///
  /// A test for some bits of such a constant answers for the other one: `O_DIRECTORY` is a part of
  /// `O_TMPFILE`. A constant that is nothing but others together does no harm. Names that begin
  /// with `__` are the headers' own.
  func part(of constant: Constant) -> Constant? {
    guard let vocabulary, let value = constant.value(on: abi), value.nonzeroBitCount > 1 else {
      return nil
    }
    let field = vocabulary.valueField ?? 0
    var rest = value
    var part: Constant?
    for other in vocabulary.constants {
      guard let bits = other.value(on: abi), bits != 0, bits != value, bits & ~value == 0,
        bits & ~field != 0, !other.name.hasPrefix("__")
      else { continue }
      rest &= ~bits
      part = part ?? other
    }
    return rest == 0 ? nil : part
  }
}
