import ClassicBPF
package import FilterProof
package import LinuxABI
import SeccompFilter
import SourceDiagnostics
package import Toolbox

/// Calls of one ABI about which the same is said, in words.
package struct RegionGroup {
  /// One thing that is said.
  package struct Part {
    /// Under which conditions, such as `family=AF_UNIX`, or `always`.
    package var conditions: String
    package var part: VerdictRegion.Part
  }

  /// A call, or calls that are said together.
  package struct Member {
    /// The call's name, a range of numbers, or "every call but" and those.
    package var words: [String]
    /// The numbers that are looked at for all: of a range the first and the last.
    package var numbers: [UInt32]
    /// Whether these are all calls but few.
    package var isRest = false
  }

  /// The ABI, or `nil` for values of `arch` that are none of the machine's.
  package let abi: ABI?
  package var members: [Member]
  package let parts: [Part]

  /// The calls: names, and ranges of numbers that no table knows.
  package var calls: [String] { members.flatMap(\.words) }

  /// What the calls are made through, on a machine.
  package func title(on machine: Machine) -> String {
    guard let abi else { return "\(machine.name): any other architecture" }
    return abi == machine.abi ? machine.name : "\(machine.name): \(abi.name)"
  }

  /// Regions in words, by ABI; of one region those calls are together whose arguments have the same
  /// names.
  package static func groups(of regions: [VerdictRegion]) -> [RegionGroup] {
    var abis: [ABI?] = []
    for region in regions where !abis.contains(region.abi) { abis.append(region.abi) }
    return abis.flatMap { abi in regions.filter { $0.abi == abi }.flatMap(groups) }
  }

  /// More values than this are not said anew for each call by the names of its arguments.
  private static let mostOwnNames = 50_000

  private static func groups(of region: VerdictRegion) -> [RegionGroup] {
    let named = region.knownCalls.map { call in
      (call: call as Syscall?, Member(words: [call.name], numbers: region.numbers(of: call)))
    }
    let unknown = region.unknownNumbers.map { range in
      Member(words: [VerdictRegion.text(range)], numbers: [range.lowerBound, range.upperBound])
    }
    let parts = region.parts.map { Part(conditions: $0.text(on: region.abi, nil), part: $0) }
    if let words = region.allButFew {
      let numbers = (named.map(\.1) + unknown).flatMap(\.numbers)
      return [
        RegionGroup(
          abi: region.abi, members: [Member(words: words, numbers: numbers, isRest: true)],
          parts: parts)
      ]
    }
    if named.count * region.size > mostOwnNames {
      return [RegionGroup(abi: region.abi, members: named.map(\.1) + unknown, parts: parts)]
    }
    var groups: [RegionGroup] = []
    for (call, member) in named + unknown.map({ (call: nil, $0) }) {
      let parts = region.parts.map { Part(conditions: $0.text(on: region.abi, call), part: $0) }
      let conditions = parts.map(\.conditions)
      if let index = groups.firstIndex(where: { $0.parts.map(\.conditions) == conditions }) {
        groups[index].members.append(member)
      } else {
        groups.append(RegionGroup(abi: region.abi, members: [member], parts: parts))
      }
    }
    return groups
  }
}

extension VerdictRegion {
  /// The calls of the tables that have one of the numbers, in the order of numbers.
  package var knownCalls: [Syscall] {
    guard let abi else { return [] }
    return Syscall.all.compactMap { call in call.number(on: abi).map { (number: $0, call: call) } }
      .filter { numbers.contains($0.number) }
      .sorted { $0.number < $1.number }.map(\.call)
  }

  /// The calls: names, and ranges of numbers that no table knows.
  fileprivate var calls: [String] { knownCalls.map(\.name) + unknownNumbers.map(Self.text) }

  /// The number of a call of the region.
  fileprivate func numbers(of call: Syscall) -> [UInt32] {
    [abi.flatMap { call.number(on: $0) }].compactMap { $0 }
  }

  /// How much there is to say of each call.
  fileprivate var size: Int {
    parts.reduce(0) { $0 + $1.conditions.reduce(1) { $0 + $1.values.count } }
  }

  /// The ranges of numbers that no table knows.
  fileprivate var unknownNumbers: [ClosedRange<UInt32>] {
    guard let abi else { return numbers.ranges }
    return numbers.subtracting(Self.known(on: abi)).ranges
  }

  /// The calls of a region that has most of an ABI, by those that it lacks.
  fileprivate var allButFew: [String]? {
    guard let abi, parts.allSatisfy(\.conditions.isEmpty) else { return nil }
    let others = VerdictRegion(
      abi: abi, numbers: numbers.complement(in: abi.numbers), parts: [])
    let lacked = others.calls
    guard 4 * lacked.count < knownCalls.count else { return nil }
    return lacked.isEmpty
      ? ["every call"] : ["every call but \(lacked[0])"] + lacked.dropFirst()
  }

  private static func known(on abi: ABI) -> IntervalSet<UInt32> {
    IntervalSet(elements: Syscall.all.compactMap { $0.number(on: abi) })
  }

  fileprivate static func text(_ range: ClosedRange<UInt32>) -> String {
    if range == 0...UInt32.max { return "every number" }
    func number(_ value: UInt32) -> String {
      value >= ABI.x32Bit ? "#\(hexadecimal(value))" : "#\(value)"
    }
    return range.lowerBound == range.upperBound
      ? number(range.lowerBound) : "\(number(range.lowerBound))..\(number(range.upperBound))"
  }
}

extension VerdictRegion.Part {
  /// The conditions as a person would say them, for a call or for an unknown number.
  fileprivate func text(on abi: ABI?, _ call: Syscall?) -> String {
    if conditions.isEmpty { return "always" }
    let signatures = abi.flatMap { abi in call?.arguments(on: abi) } ?? []
    return conditions.map { condition in
      switch condition.field {
      case .architecture: FieldText(name: "arch").text(of: condition.values)
      case .instructionPointer: FieldText(name: "ip").text(of: condition.values)
      case .argument(let index):
        FieldText(
          name: "arg\(index)", signature: signatures.first { $0.index == index }, abi: abi
        ).text(of: condition.values)
      }
    }.joined(separator: ", ")
  }
}

/// Sets of values of a field in words.
private struct FieldText {
  var name: String
  var signature: ArgumentSignature?
  var abi: ABI?

  /// Such as `family=AF_UNIX|AF_INET`, `fd=3..9`, `flags&(O_CREAT|O_TRUNC)=0`.
  func text(of set: FieldSet) -> String {
    let isWhole = self.isWhole(set.mask)
    let left = isWhole ? fieldName : masked(set.mask)
    return switch set.form {
    case .values(let values):
      "\(left)=\(values.map { value($0, under: set.mask) }.joined(separator: ","))"
    case .allBut(let values):
      "\(left)!=\(values.map { value($0, under: set.mask) }.joined(separator: ","))"
    case .ranges(let ranges):
      "\(left)=\(signed(ranges, isWhole).joined(separator: ","))"
    case .patterns(let patterns):
      patterns.map { "\(masked($0.mask))=\(value($0.value, under: $0.mask))" }.joined(
        separator: " or ") + more(set.leftOut)
    }
  }

  private func more(_ count: Int) -> String {
    switch count {
    case 0: ""
    case .max: " or many more"
    default: " or \(count) more"
    }
  }

  private var fieldName: String { signature?.name ?? name }

  private var width: Int {
    guard let signature, let abi else { return 64 }
    return signature.width(on: abi)
  }

  /// Whether a mask covers just what the kernel looks at.
  private func isWhole(_ mask: UInt64) -> Bool {
    mask == UInt64(lowBits: width)
  }

  private func masked(_ mask: UInt64) -> String {
    guard let signature, let abi, width == 64 || mask >> UInt64(width) == 0 else {
      return "\(name)&\(hexadecimal(mask))"
    }
    let bits = signature.text(ofMask: mask, on: abi)
    return "\(signature.name)&\(bits.contains("|") ? "(\(bits))" : bits)"
  }

  private func value(_ value: UInt64, under mask: UInt64) -> String {
    guard let signature, let abi, width == 64 || value >> UInt64(width) == 0 else {
      return hexadecimal(value)
    }
    return isWhole(mask)
      ? signature.text(of: value, on: abi) : signature.text(ofBits: value, under: mask, on: abi)
  }

  /// Ranges in the order of the argument's own sign.
  private func signed(_ ranges: [ClosedRange<UInt64>], _ isWhole: Bool) -> [String] {
    guard isWhole, let signature, signature.isSigned else {
      return ranges.map {
        "\(hexadecimal($0.lowerBound))..\(hexadecimal($0.upperBound))"
      }
    }
    let sign = UInt64(1) << UInt64(width - 1)
    let (positive, negative) = (IntervalSet(0...sign - 1), IntervalSet(sign...(sign - 1) * 2 + 1))
    let set = IntervalSet(ranges)
    func number(_ value: UInt64) -> Int64 {
      value & sign == 0 ? Int64(value) : Int64(bitPattern: value | ~(sign &* 2 &- 1))
    }
    var result: [ClosedRange<Int64>] = []
    for part in [negative, positive] {
      for range in set.intersection(part).ranges {
        let own = number(range.lowerBound)...number(range.upperBound)
        if let last = result.last, last.upperBound + 1 == own.lowerBound {
          result[result.count - 1] = last.lowerBound...own.upperBound
        } else {
          result.append(own)
        }
      }
    }
    // A range of 64-bit numbers may have more of them than an integer can count.
    return result.map { range in
      range.lowerBound == range.upperBound
        ? "\(range.lowerBound)" : "\(range.lowerBound)..\(range.upperBound)"
    }
  }
}

extension VerdictRegion.Condition {
  /// Writes the condition as a JSON object with numbers in hexadecimal.
  package func write(to writer: inout JSONWriter) {

    writer.object { writer in
      switch field {
      case .architecture: writer.member("field", "arch")
      case .instructionPointer: writer.member("field", "instructionPointer")
      case .argument(let index): writer.member("field", "arg\(index)")
      }
      writer.member("mask", hexadecimal(values.mask))
      switch values.form {
      case .values(let values):
        writer.array("in", inline: true) { for value in values { $0.value(hexadecimal(value)) } }
      case .allBut(let values):
        writer.array("notIn", inline: true) { for value in values { $0.value(hexadecimal(value)) } }
      case .ranges(let ranges):
        writer.array("ranges") { writer in
          for range in ranges {
            writer.array(inline: true) { writer in
              writer.value(hexadecimal(range.lowerBound))
              writer.value(hexadecimal(range.upperBound))
            }
          }
        }
      case .patterns(let patterns):
        writer.array("patterns") { writer in
          for pattern in patterns {
            writer.object(inline: true) { writer in
              writer.member("mask", hexadecimal(pattern.mask))
              writer.member("value", hexadecimal(pattern.value))
            }
          }
        }
        if values.leftOut > 0 { writer.member("leftOut", values.leftOut) }
      }
    }
  }
}
