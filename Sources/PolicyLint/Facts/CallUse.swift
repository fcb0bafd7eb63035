import LinuxABI
import SeccompFilter

/// A use of a call, told from its other uses by arguments.
struct CallUse: Hashable, Sendable {
  /// What one argument must be like.
  struct Test: Hashable, Sendable {
    /// How an argument is compared, as policies write it.
    enum Comparison: String, Sendable {
      case has
      case hasNone
      case field = "is"
      case equals = "eq"
      case differs = "ne"
    }

    var argument: String
    var comparison: Comparison
    /// The name of a constant, or a number.
    var constant: String
  }

  /// What tells the use from others; none where every use is meant.
  var tests: [Test] = []
  /// What must be true besides for the call to have the effect: of the mode of `open`, that it is
  /// to create a file.
  var besides: [Test] = []

  /// Whether every use is meant.
  var isEvery: Bool { tests.isEmpty }

  /// The tests of the registers.
  ///
  /// - Returns: The tests, or `nil` where the ABI lacks a constant, so that nobody can pass it, or
  ///   the call has no such register on it.
  func registerTests(of call: Syscall, on abi: ABI) -> [ArgumentTest]? {
    Self.registerTests(tests + besides, of: call, on: abi)
  }

  /// The tests of the registers that must pass besides.
  func testsBesides(of call: Syscall, on abi: ABI) -> [ArgumentTest]? {
    Self.registerTests(besides, of: call, on: abi)
  }

  private static func registerTests(
    _ tests: [Test], of call: Syscall, on abi: ABI
  ) -> [ArgumentTest]? {
    var all: [ArgumentTest] = []
    for test in tests {
      guard let register = test.registerTest(of: call, on: abi) else { return nil }
      all.append(register)
    }
    return all
  }
}

extension CallUse.Test {
  /// The value of the constant, or the number.
  func value(on abi: ABI) -> UInt64? {
    if let constant = Constant.named(constant) { return constant.value(on: abi) }
    return constant.hasPrefix("0x")
      ? UInt64(constant.dropFirst(2), radix: 16) : UInt64(constant)
  }

  /// The test of the register.
  func registerTest(of call: Syscall, on abi: ABI) -> ArgumentTest? {
    guard let argument = call.argument(argument, on: abi), let value = value(on: abi) else {
      return nil
    }
    let mask = argument.mask(on: abi)
    let bits = value & mask
    func test(_ mask: UInt64, _ range: ClosedRange<UInt64>) -> ArgumentTest {
      ArgumentTest(index: argument.index, mask: mask, values: IntervalSet(range))
    }
    switch comparison {
    case .has: return bits == 0 ? nil : test(bits, bits...bits)
    case .hasNone: return test(bits, 0...0)
    case .field: return argument.vocabulary?.valueField.map { test($0, value & $0...value & $0) }
    case .equals: return test(mask, bits...bits)
    case .differs:
      var ranges: [ClosedRange<UInt64>] = []
      if bits > 0 { ranges.append(0...bits - 1) }
      if bits < mask { ranges.append(bits + 1...mask) }
      return ArgumentTest(index: argument.index, mask: mask, values: IntervalSet(ranges))
    }
  }

  /// Whether the constant is one bit, so that several of them can be asked for at once.
  fileprivate var isBit: Bool { value(on: .x86_64)?.nonzeroBitCount == 1 }

  /// The constant as policies write it.
  fileprivate var text: String { UInt64(constant) == nil ? "\"\(constant)\"" : constant }
}

extension CallUse {
  /// The condition that some uses meet and no other one does, as policies write it.
  static func condition(of uses: [CallUse]) -> String {
    var alternatives: [[CallUse]] = []
    for use in uses {
      let known = alternatives.firstIndex { use.joins($0[0]) }
      if let known { alternatives[known].append(use) } else { alternatives.append([use]) }
    }
    let texts = alternatives.map { uses in
      let conditions =
        uses.count == 1 ? uses[0].conditions : [uses[0].tests[0].argument: joined(uses)]
      let parts = conditions.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
      return "{ \(parts.joined(separator: ", ")) }"
    }
    return texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
  }

  /// Whether two uses can be asked for by one comparison.
  private func joins(_ other: CallUse) -> Bool {
    guard tests.count == 1, other.tests.count == 1, tests[0].argument == other.tests[0].argument,
      tests[0].comparison == other.tests[0].comparison
    else { return false }
    switch tests[0].comparison {
    case .has: return tests[0].isBit && other.tests[0].isBit
    case .field, .equals: return true
    case .hasNone, .differs: return false
    }
  }

  /// The comparison that asks for one of several uses.
  private static func joined(_ uses: [CallUse]) -> String {
    let tests = uses.map(\.tests[0])
    switch tests[0].comparison {
    case .has: return "{ \"hasAny\": \"\(tests.map(\.constant).joined(separator: "|"))\" }"
    case .equals: return "[\(tests.map(\.text).joined(separator: ", "))]"
    case .field, .hasNone, .differs:
      return "{ \"is\": [\(tests.map(\.text).joined(separator: ", "))] }"
    }
  }

  /// The comparisons of each argument.
  private var conditions: [String: String] {
    Dictionary(grouping: tests, by: \.argument).mapValues { tests in
      var comparisons: [(name: String, text: String)] = []
      for test in tests {
        let name = test.comparison.rawValue
        if test.comparison == .has, let known = comparisons.firstIndex(where: { $0.name == name }) {
          comparisons[known].text = comparisons[known].text.dropLast() + "|\(test.constant)\""
        } else if test.comparison == .has && !test.isBit {
          // A name such as O_TMPFILE has bits of another one, so that policies must say which.
          comparisons.append(
            ("masked", "{ \"mask\": \(test.text), \"value\": \(test.text) }"))
        } else {
          comparisons.append((name, test.text))
        }
      }
      if comparisons.count == 1, comparisons[0].name == Test.Comparison.equals.rawValue {
        return comparisons[0].text
      }
      return "{ \(comparisons.map { "\"\($0.name)\": \($0.text)" }.joined(separator: ", ")) }"
    }
  }
}
