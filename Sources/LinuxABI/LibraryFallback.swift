/// A call that programs try, and what they do where it fails.
///
/// The facts are in `Sources/TableGenerator/Facts/fallbacks.tsv`, with who does so since when.
public struct LibraryFallback: Sendable {
  /// The name of the call that is tried.
  public let newer: String
  /// The names of the calls that are made in its place, one of them on each ABI at least; none where
  /// programs do without.
  public let older: [String]
  /// The names of calls that the same programs make in any case.
  public let companions: [String]
  /// Whether programs go on after any error; else only after `ENOSYS`, as if the kernel had none of
  /// the call, and any other error is a failure.
  public let survivesErrors: Bool

  /// The newer calls that C libraries try first for what the older ones do; all that are known of
  /// glibc and musl.
  public static let all: [LibraryFallback] = rows(of: "fallback")

  /// The calls that C libraries and runtimes of languages try for what they can do without, at their
  /// start or when something is asked of them for the first time.
  public static let probes: [LibraryFallback] = rows(of: "probe")

  /// What programs do where a call of some name fails; `nil` where nothing is known of it.
  ///
  /// - Parameter name: The name of the call.
  /// - Returns: One of ``all`` or ``probes``.
  public static func of(_ name: String) -> LibraryFallback? { byName[name] }

  private static let byName = Dictionary(
    (all + probes).map { ($0.newer, $0) }, uniquingKeysWith: { first, _ in first })

  private static func rows(of kind: String) -> [LibraryFallback] {
    let table = StaticTable.fallbackRows
    return (0..<table.count).compactMap { index in
      table[index].part(1)?.equals(kind) == true ? LibraryFallback(table[index]) : nil
    }
  }

  private init?(_ line: StaticText) {
    guard let newer = line.part(0), let errors = line.part(4) else { return nil }
    func names(_ field: Int) -> [String] {
      let text = line.part(field)?.string ?? "-"
      return text == "-" ? [] : text.split(separator: ",").map(String.init)
    }
    self.newer = newer.string
    older = names(2)
    companions = names(3)
    survivesErrors = errors.equals("any")
  }
}

extension Syscall {
  /// Whether what the call does is in memory, where no filter looks, so that a policy can only answer
  /// `ENOSYS` and have C libraries go on with the older call, whose flags are in a register: clone3(2).
  public var hidesFlags: Bool { name == "clone3" }
}
