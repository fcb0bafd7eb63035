/// A symbolic constant of the kernel's headers.
public struct Constant: Hashable, Sendable {
  /// The index in the table of constants.
  private let index: Int

  fileprivate init(at index: Int) { self.index = index }

  private static let table = StaticTable.constantRows

  private var line: StaticText { Self.table[index] }

  /// The constant of this name, if the tables have it for any ABI.
  ///
  /// - Parameter name: A name such as `O_RDONLY`.
  /// - Returns: The constant.
  public static func named(_ name: String) -> Constant? {
    table.index(of: name).map(Constant.init(at:))
  }

  /// All constants in the order of their names.
  public static var all: [Constant] { (0..<table.count).map(Constant.init(at:)) }

  /// The constants of a set in the order of their names.
  ///
  /// - Parameter set: The name of the set, see ``ArgumentVocabulary/sets``.
  /// - Returns: The constants; none where there is no such set.
  public static func all(in set: String) -> [Constant] {
    guard let index = StaticTable.setRows.index(of: set) else { return [] }
    return StaticTable.setMembers[index].map { Constant(at: Int($0)) }
  }

  /// The name.
  public var name: String { line.part(0)?.string ?? "" }

  /// The sets that it belongs to, see ``ArgumentVocabulary/sets``.
  public var sets: [String] { setTexts.map(\.string) }

  /// Whether it belongs to a set.
  ///
  /// - Parameter set: The name of the set.
  /// - Returns: Whether the set is among ``sets``.
  public func belongs(to set: String) -> Bool { setTexts.contains { $0.equals(set) } }

  /// Whether it belongs to one of some sets, whose names have commas between them.
  func belongs(toOneOf sets: StaticText) -> Bool {
    setTexts.contains { own in sets.split(UInt8(ascii: ",")).contains { $0 == own } }
  }

  private var setTexts: StaticText.Parts {
    let line = line
    return (line.part(1) ?? line).split(UInt8(ascii: ","))
  }

  /// The value on an ABI.
  ///
  /// - Parameter abi: The ABI.
  /// - Returns: The value, a negative one as 64-bit two's complement, or `nil` where the ABI lacks
  ///   the constant.
  public func value(on abi: ABI) -> UInt64? { valueText(on: abi)?.number }

  /// Whether the value is below 0, as that of `AT_FDCWD` is.
  ///
  /// - Parameter abi: The ABI.
  /// - Returns: Whether it is written with a minus sign.
  public func isNegative(on abi: ABI) -> Bool {
    guard let text = valueText(on: abi) else { return false }
    return text.count > 1 && text[0] == UInt8(ascii: "-")
  }

  /// The value as it is written: that of x86_64 where the ABI's own column says so.
  private func valueText(on abi: ABI) -> StaticText? {
    let column: Int? =
      switch abi {
      case .x86_64, .x32: nil
      case .aarch64: 1
      case .arm: 2
      case .i386: 3
      case .riscv64, .loongarch64: 4
      case .ppc64le: 5
      case .s390x: 6
      case .mips64el: 7
      }
    var fields = line.split(StaticText.blank).dropFirst(2).makeIterator()
    let first = fields.next()
    guard let column else { return first }
    var own: StaticText?
    for _ in 0..<column { own = fields.next() }
    guard let own, !own.equals("=") else { return first }
    return own
  }
}

/// The names of error numbers.
public enum ErrnoName {
  /// The error number of a name.
  ///
  /// - Parameters:
  ///   - name: A name such as `EPERM`.
  ///   - abi: The ABI.
  /// - Returns: The number, or `nil` where the ABI has no such error.
  public static func number(of name: String, on abi: ABI) -> UInt16? {
    constant(named: name)?.value(on: abi).map { UInt16($0) }
  }

  /// Whether some ABI has an error of this name.
  ///
  /// - Parameter name: A name such as `EPERM`.
  /// - Returns: Whether it is one of ``all``.
  public static func exists(_ name: String) -> Bool { constant(named: name) != nil }

  private static func constant(named name: String) -> Constant? {
    guard let constant = Constant.named(name), constant.belongs(to: "errno") else { return nil }
    return constant
  }

  /// The name of an error number.
  ///
  /// Of several names the one that the manual pages prefer: `EAGAIN`, `EOPNOTSUPP`, `EDEADLK`.
  ///
  /// - Parameters:
  ///   - number: The number.
  ///   - abi: The ABI.
  /// - Returns: The name, or `nil` where the number has none.
  public static func name(of number: UInt16, on abi: ABI) -> String? {
    byNumber[Int(abi.rawValue)][number]
  }

  /// All names.
  public static let all = Constant.all(in: "errno").map(\.name)

  private static let secondary: Set = ["EWOULDBLOCK", "ENOTSUP", "EDEADLOCK"]

  /// The names by number, for each ABI; built when it is first asked for.
  private static let byNumber: [[UInt16: String]] = ABI.allCases.map { abi in
    var names: [UInt16: String] = [:]
    for name in all where !secondary.contains(name) {
      if let number = number(of: name, on: abi) { names[number] = name }
    }
    return names
  }
}
