import ClassicBPF
import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// Actions, and the calls that they are for.
extension KafelDecoder {
  private static let actions: [String: FilterAction] = [
    "ALLOW": .allow, "LOG": .log, "KILL": .killThread, "KILL_THREAD": .killThread,
    "DENY": .killThread, "KILL_PROCESS": .killProcess, "USER_NOTIF": .notify,
  ]

  mutating func action() throws(Stop) -> Located<FilterAction> {
    let known = Self.actions.keys.sorted() + ["ERRNO", "TRACE", "TRAP"]
    let name = try word("an action")
    if let action = Self.actions[name.text] { return Located(value: action, range: name.located) }
    guard ["ERRNO", "TRAP", "TRACE"].contains(name.text) else {
      report(
        at: name.located, "unknown-action",
        "unknown action \(quoted(name.text))" + suggestion(for: name.text, among: known),
        notes: [.init("the actions are \(known.joined(separator: ", "))")])
      throw Stop()
    }
    try expect("(", after: "'\(name.text)'")
    let place = token.range
    let data = token.kind == .word ? constant(token.text) : nil
    if data != nil { advance() }
    let number: UInt64
    if let data { number = data } else { number = try self.number("a number") }
    let end = token.range.upperBound
    try expect(")", after: "a number")
    guard number <= 0xffff else {
      report(
        at: SourceRange(place), "data-range",
        "the number of '\(name.text)' is at most 65535, not \(number)")
      throw Stop()
    }
    return Located(
      value: self.action(name.text, UInt16(number), at: SourceRange(place)),
      range: SourceRange(name.range.lowerBound..<end))
  }

  private mutating func action(_ name: String, _ data: UInt16, at range: SourceRange)
    -> FilterAction
  {
    switch name {
    case "TRAP": return .trap(data)
    case "TRACE": return .trace(data)
    default:
      if data > FilterAction.maximumErrno {
        remark(
          .pointlessErrno, .warning, at: range,
          "the kernel takes errors above 4095 for 4095", "write an error that exists")
      }
      return .errno(min(data, FilterAction.maximumErrno))
    }
  }

  // MARK: Rules

  mutating func rule(_ action: Located<FilterAction>) throws(Stop) -> KafelFile.Rule {
    let start = token.range.lowerBound
    var call = try call()
    var end = call.name.range.upperBound
    if take("(") {
      call.parameters = try parameters()
      end = token.range.upperBound
      try expect(")", after: "the last name of an argument")
    }
    var rule = KafelFile.Rule(range: call.name.range, call: call, action: action)
    rule.architectures = try architectures(&end)
    if take("{") {
      if token.text != "}" { rule.condition = try condition(depth: 0) }
      end = token.range.upperBound
      try expect("}", after: "a condition")
    }
    if rule.architectures == nil { rule.architectures = try architectures(&end) }
    rule.range = SourceRange(start..<end)
    return rule
  }

  private mutating func call() throws(Stop) -> KafelFile.Call {
    let name = try word("the name of a call")
    var call = KafelFile.Call(name: Located(value: name.text, range: name.located))
    if name.text == "SYSCALL" {
      try expect("[", after: "'SYSCALL'")
      let place = token.range
      let value = token.kind == .word ? constant(token.text) : nil
      if value != nil { advance() }
      let number: UInt64
      if let value { number = value } else { number = try self.number("the number of a call") }
      call.number = try self.number(number, at: place)
      try expect("]", after: "the number of a call")
    } else if let value = constant(name.text) {
      call.number = try number(value, at: name.range)
    } else if KafelFile.syscall(named: name.text) == nil {
      report(
        at: name.located, "unknown-syscall",
        "unknown system call \(quoted(name.text))"
          + suggestion(for: name.text, among: Syscall.all.map(\.name)))
    }
    return call
  }

  private mutating func number(_ value: UInt64, at range: Range<Int>) throws(Stop) -> UInt32 {
    guard value < UInt64(ABI.x32Bit) else {
      report(
        at: SourceRange(range), "invalid-selector",
        "\(Int64(bitPattern: value)) is no number of a system call: 0 to \(ABI.x32Bit - 1)")
      throw Stop()
    }
    return UInt32(value)
  }

  private mutating func parameters() throws(Stop) -> [String] {
    var names: [String] = []
    if token.text == ")" { return [] }
    repeat {
      let name = try word("the name of an argument")
      if names.contains(name.text) {
        report(at: name.located, "duplicate-entry", "'\(name.text)' is an argument already")
      }
      if names.count == 6 {
        report(at: name.located, "argument-index", "a system call has at most 6 arguments")
        throw Stop()
      }
      names.append(name.text)
    } while take(",")
    return names
  }

  /// `ON x86_64`, `ON {x86_64, arm}`.
  private mutating func architectures(_ end: inout Int) throws(Stop) -> [String]? {
    guard take("ON") else { return nil }
    let isList = take("{")
    var names: [String] = []
    repeat {
      let name = try word("the name of an architecture")
      names.append(name.text)
      end = name.range.upperBound
      if ABI.meant(by: name.text) == nil, !["mips", "mips64", "m68k"].contains(name.text) {
        remark(
          .unknownRequirement, .warning, at: name.located,
          "\(quoted(name.text)) is no architecture that sekat knows, so that the rule is not meant here"
            + suggestion(for: name.text, among: ABI.allCases.map(\.name)),
          "write the name of an architecture, such as x86_64 or aarch64")
      }
    } while isList && take(",")
    if isList {
      end = token.range.upperBound
      try expect("}", after: "the last architecture")
    }
    return names
  }
}

extension KafelFile {
  /// The call that kafel calls by a name: the one of the kernel's function, where that is another.
  static func syscall(named name: String) -> Syscall? {
    let functions = [
      "newstat": "stat", "newfstat": "fstat", "newlstat": "lstat", "newuname": "uname",
    ]
    return Syscall.named(functions[name] ?? name)
  }
}
