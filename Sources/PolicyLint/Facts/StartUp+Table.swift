import LinuxABI

extension StartUp {
  /// What the table says of a stage, in its order.
  static func needs(of stage: String) -> [Need] {
    let table = StaticTable.startUpRows
    return (0..<table.count).compactMap { line in
      table.field(1, ofLine: line) == stage ? Need(at: line, of: table) : nil
    }
  }
}

extension StartUp.Need {
  /// Reads a line: `1002 dynamic mmap2,mmap prot=PROT_READ|PROT_EXEC;fd>=3 no - *`.
  fileprivate init?(at line: Int, of table: StaticTable) {
    guard let calls = table.field(2, ofLine: line), let arguments = table.field(3, ofLine: line),
      let survives = table.field(4, ofLine: line), let fallback = table.field(5, ofLine: line),
      let abis = table.field(6, ofLine: line)
    else { return nil }
    self.init(
      way: StartUp.Way(
        names: calls.split(separator: ",").map(String.init),
        arguments: arguments.split(separator: ";").compactMap(StartUp.Argument.init)),
      fallback: fallback == "-"
        ? nil : StartUp.Way(names: fallback.split(separator: ",").map(String.init)),
      survivesErrors: survives == "errors", abis: ABI.listed(in: abis))
  }
}

extension StartUp.Argument {
  /// Reads `prot=PROT_READ|PROT_WRITE` or `fd>=3`.
  fileprivate init?(_ text: Substring) {
    let least = text.split(separator: ">=").map(String.init)
    if least.count == 2, let minimum = UInt64(least[1]) {
      self.init(name: least[0], value: .atLeast(minimum))
      return
    }
    let sides = text.split(separator: "=").map(String.init)
    guard sides.count == 2 else { return nil }
    self.init(name: sides[0], value: .constants(sides[1].split(separator: "|").map(String.init)))
  }
}
