public import LinuxABI

/// How often each call is made: which of them a compiler is to decide soon.
///
/// It changes how long a program runs for a call, and nothing of what it decides.
public struct CallProfile: Hashable, Sendable {
  private var counts: [ABI: [UInt32: Int]] = [:]

  /// No calls.
  public init() {}

  /// Adds calls.
  ///
  /// - Parameters:
  ///   - count: How many of them, at least 0.
  ///   - number: Their number as the register carries it.
  ///   - abi: The ABI.
  public mutating func add(_ count: Int, of number: UInt32, on abi: ABI) {
    let (sum, isTooLarge) = (counts[abi]?[number] ?? 0).addingReportingOverflow(count)
    counts[abi, default: [:]][number] = isTooLarge ? .max : sum
  }

  /// How often a call is made.
  public func count(of number: UInt32, on abi: ABI) -> Int { counts[abi]?[number] ?? 0 }

  /// How often each number is used with a value of `arch`.
  func counts(on architecture: UInt32) -> [UInt32: Int] {
    counts.filter { $0.key.auditArchitecture == architecture }.reduce(into: [:]) { all, part in
      all.merge(part.value) { max($0, $1) }
    }
  }
}
