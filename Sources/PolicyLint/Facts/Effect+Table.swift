import LinuxABI

extension Effect {
  /// All effects, of `abilities.tsv`.
  static let all: [Effect] = (0..<StaticTable.abilityRows.count).compactMap(Effect.init(atLine:))

  /// Reads a line: `1042 effect change+modes+of+files chmod/usual/registers/-/mode=mode/-;…`.
  private init?(atLine line: Int) {
    let table = StaticTable.abilityRows
    guard let kind = table.field(1, ofLine: line).flatMap(Kind.init),
      let name = table.field(2, ofLine: line)?.replacing("+", with: " "),
      let members = table.field(3, ofLine: line)
    else { return nil }
    let parts = name.split(separator: ": ", maxSplits: 1).map(String.init)
    self.name = parts[0]
    self.kind = kind
    detail = parts.count > 1 ? parts[1] : nil
    self.members = members.split(separator: ";").compactMap { Member(parsing: $0) }
  }
}

extension Effect.Member {
  /// Reads `call/way/parameters/use/same/needs`.
  fileprivate init?(parsing text: Substring) {
    let fields = text.split(separator: "/")
    guard fields.count == 6, let call = Syscall.named(String(fields[0])),
      let way = Way(rawValue: String(fields[1])),
      let parameters = Parameters(rawValue: String(fields[2]))
    else { return nil }
    self.init(
      call: call, way: way, parameters: parameters,
      use: CallUse(parsing: fields[3]),
      shared: fields[4] == "-" ? [] : fields[4].split(separator: ",").compactMap(Self.shared),
      needs: fields[5] == "-" ? nil : String(fields[5].replacing("+", with: " ")))
  }

  /// Reads `parameter=argument`.
  private static func shared(_ text: Substring) -> SharedArgument? {
    let sides = text.split(separator: "=").map(String.init)
    guard sides.count == 2 else { return nil }
    return SharedArgument(parameter: sides[0], argument: sides[1] == "*" ? nil : sides[1])
  }
}

extension CallUse {
  /// Reads `argument:comparison:constant,…~…`: what tells the use, and what must be besides; every
  /// use is `-`.
  init(parsing text: Substring) {
    let sides = text.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    tests = Self.tests(sides[0])
    besides = sides.count > 1 ? Self.tests(sides[1].replacing("~", with: ",")[...]) : []
  }

  private static func tests(_ text: Substring) -> [Test] {
    text.split(separator: ",").compactMap { test in
      let parts = test.split(separator: ":").map(String.init)
      guard parts.count == 3, let comparison = Test.Comparison(rawValue: parts[1]) else {
        return nil
      }
      return Test(argument: parts[0], comparison: comparison, constant: parts[2])
    }
  }
}
