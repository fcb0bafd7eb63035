import FilterProof
import LinuxABI
import Toolbox

/// Conditions on an argument in sekat's own syntax.
struct WrittenArgument {
  /// How the argument is called.
  let name: String
  private let width: Int
  private let isSigned: Bool
  private let field: UInt64
  private let names: ConstantNames?

  /// An argument of a call, in a register; `nil` where the call has none there.
  ///
  /// - Parameters:
  ///   - index: The register.
  ///   - call: The call; `nil` for a number that no call has.
  ///   - abi: The ABI.
  ///   - usesNames: Whether values are written by constants.
  init?(at index: Int, of call: Syscall?, on abi: ABI, usesNames: Bool) {
    guard let call, let signatures = call.arguments(on: abi) else {
      name = "args[\(index)]"
      (width, isSigned, field, names) = (abi.registerWidth, false, 0, nil)
      return
    }
    guard let signature = signatures.first(where: { $0.index == index }) else { return nil }
    name = signature.name
    width = signature.width(on: abi)
    isSigned = signature.isSigned
    let vocabulary = signature.vocabulary
    field = vocabulary?.valueField ?? 0
    names = usesNames ? vocabulary.map { ConstantNames($0, signature, on: abi) } : nil
  }

  /// Conditions of which one must hold for the argument to be in a set.
  func conditions(for set: FieldSet) -> [String] {
    // Bits that the kernel does not look at are bits of the register all the same.
    let isBeyond = set.mask & ~UInt64(lowBits: width) != 0
    let isNarrow = width == 64 && set.mask == 0xffff_ffff
    let form = Form(width: isBeyond ? 64 : isNarrow ? 32 : width, isStated: isBeyond || isNarrow)
    if set.mask == form.all, let whole = whole(set.form, form) { return [whole] }
    let patterns = patterns(of: set)
    if let few = PatternExceptions(to: patterns, within: form.all) { return [bits(few, form)] }
    return patterns.map { pattern($0.mask, $0.value, form) }
  }

  /// How much of the register a condition looks at, and whether it says so.
  private struct Form {
    var width: Int
    var isStated: Bool
    var all: UInt64 { UInt64(lowBits: width) }
  }

  // MARK: Whole numbers

  private func whole(_ set: FieldSet.Form, _ form: Form) -> String? {
    switch set {
    case .values(let values):
      if values.count == 1 { return condition("eq", value(values[0], form), form) }
      return condition("in", list(values, form), form)
    case .allBut(let values):
      if values.count == 1 { return condition("ne", value(values[0], form), form) }
      return condition("notIn", list(values, form), form)
    case .ranges(let ranges): return condition(for: ranges, form)
    case .patterns: return nil
    }
  }

  private func condition(for ranges: [ClosedRange<UInt64>], _ form: Form) -> String {
    let sign = form.all / 2 + 1
    var form = form
    // Of a signed argument the numbers after the greatest positive one come before all others.
    if isSigned, ranges.contains(where: { $0.upperBound >= sign }) { form.isStated = true }
    let isUnsigned = !isSigned || form.isStated
    if ranges.count == 1, isUnsigned {
      if ranges[0].lowerBound == 0 {
        return condition("le", number(ranges[0].upperBound), form)
      }
      if ranges[0].upperBound == form.all {
        return condition("ge", number(ranges[0].lowerBound), form)
      }
    }
    let operands = ranges.map { range in
      range.lowerBound == range.upperBound
        ? number(range.lowerBound)
        : "{ \"from\": \(number(range.lowerBound)), \"to\": \(number(range.upperBound)) }"
    }
    return condition("in", "[\(operands.joined(separator: ", "))]", form)
  }

  private func condition(_ word: String, _ operand: String, _ form: Form) -> String {
    if form.isStated { return "{ \"\(word)\": \(operand), \"width\": \(form.width) }" }
    return word == "eq" || word == "in" ? operand : "{ \"\(word)\": \(operand) }"
  }

  private func list(_ values: [UInt64], _ form: Form) -> String {
    "[\(values.map { value($0, form) }.joined(separator: ", "))]"
  }

  private func value(_ value: UInt64, _ form: Form) -> String {
    if form.isStated { return number(value) }
    if let names { return literal(names.value(value)) }
    guard isSigned, value >> UInt64(width - 1) & 1 == 1 else { return number(value) }
    return "\(Int64(bitPattern: value | ~form.all))"
  }

  // MARK: Bits

  /// Bits that are given, and whole values that have them and are out.
  private func bits(_ few: PatternExceptions, _ form: Form) -> String {
    let out =
      few.values.count == 1
      ? "\"ne\": \(value(few.values[0], form))" : "\"notIn\": \(list(few.values, form))"
    let text = pattern(few.mask, few.value, form)
    return "\(text.dropLast(2)), \(out) }"
  }

  /// The bits of which one combination must be there.
  private func patterns(of set: FieldSet) -> [(mask: UInt64, value: UInt64)] {
    switch set.form {
    case .values(let values): values.map { (set.mask, $0) }
    case .patterns(let patterns): patterns.map { ($0.mask, $0.value) }
    case .allBut([0]): [(set.mask, Self.any)]
    case .allBut(let values):
      MaskedBits(set.mask).ranges(between: values).flatMap { MaskedBits(set.mask).patterns(of: $0) }
    case .ranges(let ranges): ranges.flatMap { MaskedBits(set.mask).patterns(of: $0) }
    }
  }

  /// Stands for any bits under a mask but none; it lies under no mask that is not whole.
  private static let any = UInt64.max

  private func pattern(_ mask: UInt64, _ value: UInt64, _ form: Form) -> String {
    func bits(_ bits: UInt64) -> String {
      if form.isStated { return number(bits) }
      return names.map { literal($0.bits(bits)) } ?? number(bits)
    }
    if value == Self.any { return condition("hasAny", bits(mask), form) }
    if mask == field, field != 0, !form.isStated { return "{ \"is\": \(self.value(value, form)) }" }
    if value == 0 {
      let others = form.all & ~mask
      let isShorter = others.nonzeroBitCount < mask.nonzeroBitCount
      return isShorter
        ? condition("only", bits(others), form) : condition("hasNone", bits(mask), form)
    }
    if value == mask { return condition("has", bits(mask), form) }
    return condition(
      "masked", "{ \"mask\": \(number(mask)), \"value\": \(number(value)) }", form)
  }

  // MARK: Numbers

  private func literal(_ text: String) -> String {
    guard let value = Int64(text) else { return "\"\(text)\"" }
    return value < 0 ? text : number(UInt64(value))
  }

  private func number(_ value: UInt64) -> String {
    value < 0x1_0000 ? "\(value)" : "\"\(hexadecimal(value))\""
  }
}
