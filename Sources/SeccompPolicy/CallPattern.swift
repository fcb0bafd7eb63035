public import ClassicBPF
public import LinuxABI
public import SeccompFilter
import SourceDiagnostics
import Toolbox

/// A call as a person writes it: a name or number, and arguments by position or name.
///
/// Each argument stands for a set of registers' contents. The bits that the kernel does not look at
/// may be anything, unless the register itself is named: `arg0` to `arg5`, or `args[0]` to `args[5]`,
/// are 64 bits on every ABI and can be given for every call.
public struct CallPattern: Sendable {
  /// The ABI.
  public let abi: ABI
  /// The number as the register carries it.
  public let number: UInt32
  /// The call, where the tables know it.
  public let call: Syscall?
  /// What the arguments must be; registers without a test may hold anything.
  public let tests: [ArgumentTest]

  /// What is known of the call's registers, where each test allows one value only.
  public var partialCall: PartialCall {
    var partial = PartialCall(number: number, on: abi)
    for test in tests {
      guard let range = test.values.intervals.first, test.values.intervals.count == 1,
        range.lowerBound == range.upperBound
      else { continue }
      let register = PartialRegister(range.lowerBound, known: test.mask)
      partial.arguments[test.index] =
        partial.arguments[test.index].merged(with: register) ?? partial.arguments[test.index]
    }
    return partial
  }
}

/// Why a text is no pattern of a call.
public struct CallPatternError: Error, Sendable {
  /// What is wrong, as a sentence without a full stop.
  public var message: String
  /// The index of the word that is to blame, counted from 0 with the call itself.
  public var word: Int
}

extension CallPattern {
  /// One call, with all of its registers.
  ///
  /// - Parameters:
  ///   - call: The call, as a filter sees it; where it was made from does not count.
  ///   - abi: Its ABI.
  public init(_ call: SeccompData, on abi: ABI) {
    self.abi = abi
    number = call.number
    self.call = Syscall.numbered(call.number, on: abi)
    tests = (0..<6).map { index in
      let value = call.arguments[index]
      return ArgumentTest(index: index, mask: .max, values: IntervalSet(value...value))
    }
  }

  /// Reads a call.
  ///
  /// - Parameters:
  ///   - words: The name or number of the call, with or without `#`, then arguments: values by
  ///     position, with `*` for any, or `name=value`. A value is as in policies, but may also be decimal, negative, or a
  ///     range `a..b`.
  ///   - abi: The ABI.
  /// - Throws: ``CallPatternError`` for what cannot be read.
  public init(_ words: [String], on abi: ABI) throws(CallPatternError) {
    guard let name = words.first else {
      throw CallPatternError(message: "a call is missing", word: 0)
    }
    let named = try Self.call(name, on: abi)
    var tests: [Int: ArgumentTest] = [:]
    for (index, word) in words.enumerated().dropFirst() {
      func fail(_ message: String) -> CallPatternError {
        CallPatternError(message: message, word: index)
      }
      let (key, value) = Self.split(word)
      let argument: ResolvedArgument
      do throws(ConditionResolver.NoArgument) {
        if let key {
          argument = try Self.argument(named: key, of: named, on: abi)
        } else {
          argument = try Self.argument(at: index - 1, of: named, on: abi, value: value)
        }
      } catch {
        throw fail(error.sentence)
      }
      if key == nil && value == "*" { continue }
      let (set, problem) = Self.values(value, argument, on: abi)
      guard let set else { throw fail(problem ?? "\(quoted(value)) is no value") }
      let mask = UInt64(lowBits: argument.width)
      let test = ArgumentTest(index: argument.index, mask: mask, values: set)
      guard tests.updateValue(test, forKey: argument.index) == nil else {
        throw fail("argument \(quoted(word)) is given twice")
      }
    }
    switch named {
    case .syscall(let call):
      guard let number = call.number(on: abi) else {
        throw CallPatternError(message: "\(abi.name) has no '\(call.name)'", word: 0)
      }
      self.number = number
      self.call = call
    case .number(let number):
      self.number = number
      call = nil
    }
    self.abi = abi
    self.tests = tests.values.sorted { $0.index < $1.index }
  }

  private static func call(_ text: String, on abi: ABI) throws(CallPatternError) -> NamedCall {
    let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
    // No name begins with a digit.
    if text.hasPrefix("#") || digits.first?.isNumber == true {
      let number = digits.hasPrefix("0x") ? UInt32(digits.dropFirst(2), radix: 16) : UInt32(digits)
      guard let number else {
        throw CallPatternError(message: "\(quoted(text)) is no number of a call", word: 0)
      }
      let register = abi == .x32 && number < ABI.x32Bit ? number | ABI.x32Bit : number
      return Syscall.numbered(register, on: abi).map { .syscall($0) } ?? .number(register)
    }
    guard let call = Syscall.named(text) else {
      let near = nearest(to: text, in: Syscall.all.lazy.map(\.name))
      throw CallPatternError(
        message: "unknown system call \(quoted(text))"
          + didYouMean(near),
        word: 0)
    }
    return .syscall(call)
  }

  /// Takes `name=value` apart; a value may hold no `=`.
  private static func split(_ word: String) -> (name: String?, value: String) {
    guard let equals = word.firstIndex(of: "=") else { return (nil, word) }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }

  /// The argument of a name; a register by itself where the name is that of a register.
  private static func argument(
    named name: String, of call: NamedCall, on abi: ABI
  ) throws(ConditionResolver.NoArgument) -> ResolvedArgument {
    var reference = ArgumentReference(name)
    if case .argument(in: let register) = reference {
      try ConditionResolver.refuseAmbiguity(of: register, of: call, on: abi, isFree: true)
      reference = .register(register.index)
    }
    return try ConditionResolver.argument(reference, of: call, on: abi)
  }

  /// The argument in a register that was given by its position.
  private static func argument(
    at register: Int, of call: NamedCall, on abi: ABI, value: String
  ) throws(ConditionResolver.NoArgument) -> ResolvedArgument {
    guard register < 6 else {
      throw ConditionResolver.NoArgument(
        sentence: "there are six registers for arguments, and \(quoted(value)) is one more")
    }
    guard case .syscall(let syscall) = call, let signatures = syscall.arguments(on: abi) else {
      return try ConditionResolver.argument(.register(register), of: call, on: abi)
    }
    guard let signature = signatures.first(where: { $0.index == register }) else {
      throw ConditionResolver.NoArgument(
        sentence: "'\(syscall.name)' has no argument in register \(register); "
          + "'args[\(register)]=\(escaped(value))' asks for the register itself")
    }
    return ResolvedArgument(signature, on: abi)
  }

  /// The values that a text stands for, or what is wrong with it.
  private static func values(
    _ text: String, _ argument: ResolvedArgument, on abi: ABI
  ) -> (IntervalSet<UInt64>?, String?) {
    var problem: String?
    let resolver = ValueResolver(
      abi: abi, width: argument.width, isSigned: argument.isSigned, vocabulary: argument.vocabulary
    ) { _, _, message in problem = problem ?? message() }
    func parse(_ part: Substring) -> Located<ValueSyntax>? {
      if part.hasPrefix("-"), let magnitude = UInt64(part.dropFirst()), magnitude <= 1 << 63 {
        return Located(value: .number(-Int128(magnitude)), range: SourceRange(0..<0))
      }
      var parser = ValueExpressionParser(String(part), allowsDecimal: true) { _ in nil }
      let value = parser.parse()
      problem = problem ?? parser.diagnostics.first?.message
      return value
    }
    if let dots = text.firstRange(ofDots: 2) {
      guard let low = parse(text[..<dots.lowerBound]).flatMap(resolver.ordered),
        let high = parse(text[dots.upperBound...]).flatMap(resolver.ordered)
      else { return (nil, problem) }
      guard low <= high else { return (nil, "the range \(quoted(text)) is empty") }
      return (IntervalSet(ConditionResolver.unsigned(low...high, width: argument.width)), nil)
    }
    guard let bits = parse(text[...]).flatMap(resolver.bits) else { return (nil, problem) }
    return (IntervalSet(bits...bits), nil)
  }
}

extension String {
  /// Where there are first so many dots in a row.
  fileprivate func firstRange(ofDots count: Int) -> Range<Index>? {
    let dots = String(repeating: ".", count: count)
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(dots) { return start..<index(start, offsetBy: count) }
      start = index(after: start)
    }
    return nil
  }
}
