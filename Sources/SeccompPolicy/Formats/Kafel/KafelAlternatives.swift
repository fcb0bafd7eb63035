import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Toolbox

/// Turns a condition of kafel into alternatives, in each of which all tests must hold.
struct KafelAlternatives {
  /// A test of a register.
  struct Test {
    var index: Int
    var mask: UInt64
    var values: IntervalSet<UInt64>
    var range: SourceRange
  }

  /// What is wrong with the condition.
  struct Mistake: Error {
    var range: SourceRange
    var id: String
    var message: String
  }

  let call: KafelFile.Call
  let arguments: [ArgumentSignature]?
  let abi: ABI
  /// Whether it is worth looking for what was meant by a name.
  let suggests: Bool

  /// So many tests may a condition have.
  private static let mostTests = 4096

  /// The alternatives: none where nothing passes, and an empty one where everything does.
  func alternatives(
    of condition: KafelFile.Condition, negated: Bool = false
  ) throws(Mistake) -> [[Test]] {
    switch condition {
    case .not(let inner): return try alternatives(of: inner, negated: !negated)
    case .comparison(let comparison): return try alternatives(of: comparison, negated: negated)
    case .any(let parts) where !negated, .all(let parts) where negated:
      var result: [[Test]] = []
      for part in parts {
        let found = try alternatives(of: part, negated: negated)
        if found.contains(where: \.isEmpty) { return [[]] }
        result += found
      }
      return result
    case .any(let parts), .all(let parts):
      var result: [[Test]] = [[]]
      for part in parts {
        let found = try alternatives(of: part, negated: negated)
        let size = result.count * found.count
        guard size * ((result.first?.count ?? 0) + 1) <= Self.mostTests else {
          throw Mistake(
            range: call.name.range, id: "too-many-comparisons",
            message:
              "the condition comes to more than \(Self.mostTests) comparisons; divide the rule")
        }
        result = result.flatMap { left in found.map { left + $0 } }
      }
      return result
    }
  }

  private func alternatives(
    of comparison: KafelFile.Comparison, negated: Bool
  ) throws(Mistake) -> [[Test]] {
    var left = try register(comparison.left)
    var right = try register(comparison.right)
    var sign = comparison.comparison
    if left.index == nil { (left, right, sign) = (right, left, sign.flipped) }
    guard right.index == nil else {
      throw Mistake(
        range: comparison.range, id: "unreadable",
        message: "two arguments are compared with each other, which sekat has no condition for")
    }
    let bits = left.isWide || right.isWide ? UInt64.max : 0xffff_ffff
    left.mask &= bits
    left.added &= bits
    var values = KafelRegister.values(sign, left, right.added & bits)
    if negated { values = values.complement(in: 0...left.mask) }
    if values == IntervalSet(0...left.mask) { return [[]] }
    if values.intervals.isEmpty { return [] }
    guard let index = left.index else { return [] }
    return [[Test(index: index, mask: left.mask, values: values, range: comparison.range)]]
  }

  private func register(_ operand: KafelFile.Operand) throws(Mistake) -> KafelRegister {
    switch operand {
    case .number(let number): return KafelRegister(number)
    case .argument(let name): return try register(named: name)
    case .and(let parts): return try join(parts) { $0.and($1) }
    case .or(let parts): return try join(parts) { $0.or($1) }
    }
  }

  private func join(
    _ parts: [KafelFile.Operand], _ join: (KafelRegister, KafelRegister) -> KafelRegister?
  ) throws(Mistake) -> KafelRegister {
    var result = try register(parts[0])
    for part in parts.dropFirst() {
      guard let joined = join(result, try register(part)) else {
        throw Mistake(
          range: call.name.range, id: "unreadable",
          message: "bits of two arguments are put together, which sekat has no condition for")
      }
      result = joined
    }
    return result
  }

  /// The register of an argument: as wide as the kernel takes it, where that is known.
  private func register(named name: Located<String>) throws(Mistake) -> KafelRegister {
    let index: Int?
    if let parameters = call.parameters {
      index = parameters.firstIndex(of: name.value)
    } else {
      index =
        arguments?.first { $0.isNamed(name.value) || $0.numberedName == name.value }?.index
    }
    guard let index else {
      let names = call.parameters ?? arguments?.map(\.name) ?? []
      let near = suggests ? suggestion(for: name.value, among: names) : ""
      let has = names.isEmpty ? "none" : names.map { "'\($0)'" }.joined(separator: ", ")
      throw Mistake(
        range: name.range, id: "no-such-argument",
        message: "'\(call.name.value)' has no argument \(quoted(name.value))"
          + (near.isEmpty ? "; it has \(has)" : near))
    }
    let width = arguments?.first { $0.index == index }?.width(on: abi) ?? 64
    return KafelRegister(index, isWide: width == 64)
  }
}
