import LinuxABI
import Toolbox

/// What a call was seen to do.
struct LearnedCall {
  /// The values of an argument that takes constants.
  enum Values: Hashable {
    /// These values, of the bits that the kernel looks at.
    case list(Set<UInt64>)
    /// Any number of values, which have no other bits than these.
    case bits(UInt64)
    /// These values of the argument's value field, and no other bits beside them than these.
    case field(Set<UInt64>, bits: UInt64)
    /// Far too many values.
    case any
    /// A value that the log does not show.
    case unknown
  }

  /// Where more values than this were seen, they are not listed: the argument may then have any, but
  /// for the risky ones.
  static let mostValues = 8
  /// More values than this are not kept.
  private static let mostKept = 256

  /// How many calls a log shows; 0 where only the table of `strace -c` has the name.
  var count = 0
  /// Where a log shows the first one; `nil` where it was seen while it was made.
  var location: CallLocation?
  /// The values of each argument that takes constants, by its register.
  var values: [Int: Values] = [:]

  /// Adds one call.
  ///
  /// - Parameters:
  ///   - registers: What is known of its registers.
  ///   - signature: The arguments.
  ///   - name: The name of the call.
  ///   - abi: The ABI.
  mutating func add(
    _ registers: Registers, _ signature: [ArgumentSignature], of name: String, on abi: ABI
  ) {
    count += 1
    for argument in signature {
      guard let vocabulary = argument.vocabulary, Self.isOfUse(argument) else { continue }
      let index = argument.index
      let width = argument.width(on: abi)
      let mask = UInt64(lowBits: width)
      guard registers.known[index] & mask == mask else {
        values[index] = .unknown
        continue
      }
      let value = registers.value[index] & mask
      let found: Values =
        switch vocabulary.form {
        case .value: .list([value])
        case .flags where NarrowedArguments.areWhole(argument, of: name),
          .valueAndFlags where NarrowedArguments.areWhole(argument, of: name):
          .list([value])
        case .flags: .bits(value)
        case .valueAndFlags:
          vocabulary.valueField.map { .field([value & $0], bits: value & ~$0) } ?? .any
        case .dependsOn: .any
        }
      values[index] = values[index].map { Self.union($0, found) } ?? found
    }
  }

  /// Adds what was seen elsewhere of the same call.
  mutating func add(_ other: Self) {
    count += other.count
    for (index, found) in other.values {
      values[index] = values[index].map { Self.union($0, found) } ?? found
    }
  }

  /// Whether it makes sense to hold a program to the values of an argument.
  ///
  /// What a descriptor is, and what an address, differs from run to run; the permissions of files are
  /// data. The types of files that mknod makes are not.
  private static func isOfUse(_ argument: ArgumentSignature) -> Bool {
    switch argument.kind {
    case .fd, .dirfd, .pointer: false
    case .u16: argument.vocabulary?.valueField != nil
    case .i32, .u32, .i64, .u64: true
    }
  }

  private static func union(_ left: Values, _ right: Values) -> Values {
    switch (left, right) {
    case (.unknown, _), (_, .unknown): return .unknown
    case (.list(let left), .list(let right)):
      let all = left.union(right)
      return all.count > mostKept ? .any : .list(all)
    case (.bits(let left), .bits(let right)): return .bits(left | right)
    case (.field(let left, let bits), .field(let right, let more)):
      let all = left.union(right)
      return all.count > mostKept ? .any : .field(all, bits: bits | more)
    default: return .any
    }
  }
}
