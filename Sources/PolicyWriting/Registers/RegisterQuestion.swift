import FilterProof
import SeccompPolicy
import Toolbox

/// A comparison of a register, as formats of other tools have it: unsigned, the register on the left.
struct RegisterQuestion: Hashable {
  /// The register, 0 to 5.
  var index: Int
  var comparison: RegisterOperator
  /// Whether only the lower 32 bits are compared.
  var isWord = false
  /// The bits that are looked at by ``RegisterOperator/maskedEqual``; all for others.
  var mask: UInt64 = .max
  var value: UInt64
}

/// What a format can ask of registers.
struct QuestionStyle {
  /// What can be compared by its lower 32 bits alone.
  enum Words { case nothing, equality, everything }

  var words = Words.nothing
  /// Whether a rule may ask for one register twice, and both must hold.
  var joinsSameRegister = false
}

extension QuestionStyle {
  /// More lists of questions than this are not written for one call.
  static let mostAlternatives = 1000

  /// What must be asked for a call to be in a part.
  ///
  /// - Parameter part: The part.
  /// - Returns: Lists of questions: one of them must have all its questions answered by yes.
  /// - Throws: ``WritingError`` where that cannot be asked.
  func alternatives(
    for part: VerdictRegion.Part
  ) throws(WritingError) -> [[RegisterQuestion]] {
    var alternatives: [[RegisterQuestion]] = [[]]
    for condition in part.conditions {
      guard case .argument(let index) = condition.field else {
        throw .unwritable(
          [Unwritable("it looks at more than the number and the arguments", about: part.call)])
      }
      let own = try questions(about: condition.values, of: index, part)
      guard alternatives.count * own.count <= Self.mostAlternatives else {
        throw Self.tooMany(part)
      }
      alternatives = alternatives.flatMap { before in own.map { before + $0 } }
    }
    return alternatives
  }

  private static func tooMany(_ part: VerdictRegion.Part) -> WritingError {
    .unwritable(
      [
        Unwritable(
          "its arguments would take more than \(mostAlternatives) rules", about: part.call)
      ])
  }

  private func questions(
    about set: FieldSet, of index: Int, _ part: VerdictRegion.Part
  ) throws(WritingError) -> [[RegisterQuestion]] {
    if set.leftOut > 0 { throw Self.tooMany(part) }
    let isWord = words == .everything && set.mask == 0xffff_ffff
    let isWhole = isWord || set.mask == .max
    func ask(_ comparison: RegisterOperator, _ value: UInt64) -> RegisterQuestion {
      RegisterQuestion(index: index, comparison: comparison, isWord: isWord, value: value)
    }
    func within(_ range: ClosedRange<UInt64>) -> [[RegisterQuestion]] {
      // Whole numbers are compared as such where they can be: that holds for registers of any width.
      if isWhole, range.lowerBound == 0 { return [[ask(.lessOrEqual, range.upperBound)]] }
      if isWhole, range.upperBound == set.mask {
        return [[ask(.greaterOrEqual, range.lowerBound)]]
      }
      if isWhole, joinsSameRegister, range.count > 1 {
        return [
          [ask(.greaterOrEqual, range.lowerBound), ask(.lessOrEqual, range.upperBound)]
        ]
      }
      return MaskedBits(set.mask).patterns(of: range).map { [equal(index, $0.mask, $0.value)] }
    }
    var found: [[RegisterQuestion]] = []
    switch set.form {
    case .values(let values): found = values.map { [equal(index, set.mask, $0)] }
    case .patterns(let patterns):
      let all = patterns.map { (mask: $0.mask, value: $0.value) }
      if joinsSameRegister, isWhole, let few = PatternExceptions(to: all, within: set.mask) {
        found = [[equal(index, few.mask, few.value)] + few.values.map { ask(.notEqual, $0) }]
      } else {
        found = all.map { [equal(index, $0.mask, $0.value)] }
      }
    case .allBut(let values) where isWhole && (values.count == 1 || joinsSameRegister):
      found = [values.map { ask(.notEqual, $0) }]
    case .allBut(let values):
      found = MaskedBits(set.mask).ranges(between: values).flatMap(within)
    case .ranges(let ranges): found = ranges.flatMap(within)
    }
    return found
  }

  /// That a register has a value under a mask.
  private func equal(_ index: Int, _ mask: UInt64, _ value: UInt64) -> RegisterQuestion {
    if mask == .max { return RegisterQuestion(index: index, comparison: .equal, value: value) }
    if mask == 0xffff_ffff, words != .nothing {
      return RegisterQuestion(index: index, comparison: .equal, isWord: true, value: value)
    }
    return RegisterQuestion(index: index, comparison: .maskedEqual, mask: mask, value: value)
  }
}
