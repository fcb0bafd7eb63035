import LinuxABI
import SeccompFilter

/// Rules that are put together: what is said of several calls, and on several ABIs, is said once.
struct RuleList {
  private let abis: [ABI]
  private let cover: GroupCover
  /// What is said of each call on each ABI, in order.
  private var sayings: [Syscall: [ABI: [WrittenSaying]]] = [:]
  /// The calls whose rules come before all others.
  private var first: Set<Syscall> = []
  private var numbers: [(saying: WrittenSaying, abi: ABI, numbers: [UInt32])] = []

  /// An empty list.
  ///
  /// - Parameters:
  ///   - abis: The ABIs of the policy.
  ///   - kernel: The release at which it cuts groups.
  init(_ abis: [ABI], upTo kernel: KernelVersion?) {
    self.abis = abis
    cover = GroupCover(upTo: kernel, on: abis)
  }

  /// Adds what is said of a call.
  mutating func add(
    _ call: Syscall, _ saying: WrittenSaying, on abi: ABI, isFirst: Bool
  ) {
    sayings[call, default: [:]][abi, default: []].append(saying)
    if isFirst { first.insert(call) }
  }

  /// Adds what is said of a number that no call has.
  mutating func add(_ number: UInt32, _ saying: WrittenSaying, on abi: ABI) {
    if let index = numbers.firstIndex(where: { $0.saying == saying && $0.abi == abi }) {
      numbers[index].numbers.append(number)
    } else {
      numbers.append((saying, abi, [number]))
    }
  }

  /// What rules have in common that can be one.
  private struct Key: Hashable {
    var sayings: [WrittenSaying]
    var abis: [ABI]
    var isFirst: Bool
  }

  /// The rules: calls that others are made through, then what is said of any arguments.
  var rules: [WrittenRule] {
    var order: [Key] = []
    var calls: [Key: [Syscall]] = [:]
    for (call, byABI) in sayings.sorted(by: { $0.key.name < $1.key.name }) {
      let having = abis.filter { call.number(on: $0) != nil }
      var isDone: Set<ABI> = []
      for abi in having where !isDone.contains(abi) {
        guard let own = byABI[abi] else { continue }
        let same = having.filter { byABI[$0] == own }
        isDone.formUnion(same)
        let isForAll = same == having
        let key = Key(
          sayings: own, abis: isForAll ? [] : same, isFirst: first.contains(call))
        if calls[key] == nil { order.append(key) }
        calls[key, default: []].append(call)
      }
    }
    let sorted = order.enumerated().sorted { left, right in
      (rank(left.element), left.offset) < (rank(right.element), right.offset)
    }
    return sorted.flatMap { _, key in
      key.sayings.map { saying in
        WrittenRule(
          calls: cover.entries(for: calls[key] ?? []), saying: saying, abis: key.abis)
      }
    } + numberRules
  }

  private func rank(_ key: Key) -> Int {
    key.isFirst ? 0 : key.sayings.allSatisfy(\.conditions.isEmpty) ? 1 : 2
  }

  private var numberRules: [WrittenRule] {
    numbers.map { saying, abi, numbers in
      let ranges = IntervalSet(elements: numbers.map { abi == .x32 ? $0 & ~ABI.x32Bit : $0 }).ranges
      return WrittenRule(
        calls: ranges.flatMap(Self.entries), saying: saying, abis: abis.count == 1 ? [] : [abi])
    }
  }

  /// A range of numbers as a policy has it.
  private static func entries(_ range: ClosedRange<UInt32>) -> [String] {
    range.count == 1
      ? ["#\(range.lowerBound)"] : ["#\(range.lowerBound)..#\(range.upperBound)"]
  }
}
