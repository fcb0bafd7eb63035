/// A symbolic constant of the kernel's headers.
public struct Constant: Hashable, Sendable {
  private let line: StaticTable.Line

  private init(_ line: StaticTable.Line) { self.line = line }

  private static let table = StaticTable.constantRows

  /// The constant of this name, if the tables have it for any ABI.
  ///
  /// - Parameter name: A name such as `O_RDONLY`.
  /// - Returns: The constant.
  public static func named(_ name: String) -> Constant? { table.line(of: name).map(Constant.init) }

  /// All constants in the order of their names.
  public static var all: [Constant] { table.map(Constant.init) }

  /// The name.
  public var name: String { Self.table.field(0, of: line) ?? "" }

  /// The sets that it belongs to, see ``ArgumentVocabulary/sets``.
  public var sets: [String] {
    (Self.table.field(1, of: line) ?? "").split(separator: ",").map(String.init)
  }

  /// The value on an ABI.
  ///
  /// - Parameter abi: The ABI.
  /// - Returns: The value, a negative one as 64-bit two's complement, or `nil` where the ABI lacks
  ///   the constant.
  public func value(on abi: ABI) -> UInt64? { Self.table.number(column(for: abi), of: line) }

  /// Whether the value is below 0, as that of `AT_FDCWD` is.
  ///
  /// - Parameter abi: The ABI.
  /// - Returns: Whether it is written with a minus sign.
  public func isNegative(on abi: ABI) -> Bool {
    let text = Self.table.field(column(for: abi), of: line) ?? "-"
    return text.count > 1 && text.hasPrefix("-")
  }

  /// The field with the value, which is that of x86_64 where the ABI's own says so.
  private func column(for abi: ABI) -> Int {
    let first = 2
    let own: Int? =
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
    guard let own, let text = Self.table.field(first + own, of: line), text != "=" else {
      return first
    }
    return first + own
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
    guard let constant = Constant.named(name), constant.sets.contains("errno") else { return nil }
    return constant.value(on: abi).map { UInt16($0) }
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
  public static let all = Constant.all.filter { $0.sets.contains("errno") }.map(\.name)

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
