import ClassicBPF
import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// Makes a policy file of a policy of kafel; stops at the first mistake in the grammar, as kafel does.
struct KafelDecoder: TextReader {
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  var remarks: RemarkList
  /// How much this file and those before it have said.
  var budget: PolicyBudget
  /// What has not been read yet begins with this.
  private(set) var token: KafelToken
  private var scanner: KafelScanner
  private var constants: [String: UInt64] = [:]
  private var policies: [String: [Entry]] = [:]
  private var main: [Entry] = []
  private var standard: Located<FilterAction>?

  /// A part of a policy.
  enum Entry: Sendable {
    case rule(KafelFile.Rule)
    case use(String)
  }

  /// The text cannot be read on.
  struct Stop: Error {}

  init(_ source: SourceText, budget: PolicyBudget) {
    self.source = source
    self.budget = budget
    remarks = RemarkList(most: budget.limits.mistakes)
    scanner = KafelScanner(source.bytes)
    token = scanner.next()
  }

  /// Reads the whole file.
  mutating func decode(into file: inout PolicyFile) {
    do throws(Stop) {
      while token.kind != .end { try statement() }
    } catch {}
    if let comment = scanner.openComment, diagnostics.isEmpty {
      unexpected(at: comment, "the comment has no end: '*/' is missing")
    }
    var syntax = KafelFile(standard: standard)
    var used: Set<String> = []
    add(main, to: &syntax.rules, &used)
    file.unsettled = syntax
    file.remarks = remarks.all
  }

  /// Adds entries with what they use; a policy that is used again has decided already.
  private func add(_ entries: [Entry], to rules: inout [KafelFile.Rule], _ used: inout Set<String>)
  {
    // Policies are used after they are defined, so none uses itself; but each may use the one before it.
    var open = [entries[...]]
    while var top = open.popLast() {
      guard let entry = top.popFirst() else { continue }
      open.append(top)
      switch entry {
      case .rule(let rule): rules.append(rule)
      case .use(let name):
        if used.insert(name).inserted { open.append((policies[name] ?? [])[...]) }
      }
    }
  }

  // MARK: Statements

  private mutating func statement() throws(Stop) {
    if token.text == "#" { return try directive() }
    if token.text == "POLICY" { return try policy() }
    if token.text == "DEFAULT" {
      let keyword = advance()
      let action = try action()
      if let standard {
        report(
          at: keyword.located, "duplicate-entry", "'DEFAULT' is there already",
          notes: [.init("first here", at: SourceLocation(source: source, range: standard.range))])
      }
      standard = standard ?? action
      return
    }
    repeat { main += try entries() } while take(",")
  }

  /// `#define NAME NUMBER`.
  private mutating func directive() throws(Stop) {
    let sign = advance()
    if token.text == "include" {
      let range = SourceRange(sign.range.lowerBound..<token.range.upperBound)
      report(
        at: range, "unreadable",
        "'#include' looks for files where the program that uses kafel says, which is not known here; "
          + "put the text of the file in its place")
      throw Stop()
    }
    guard take("define") else { throw stop("'define' is missing") }
    let name = try word("the name of a constant")
    let number = try number("a number")
    if let known = constants[name.text], known != number {
      report(
        at: name.located, "duplicate-entry",
        "'\(name.text)' is defined already, as another number, \(known)")
    }
    constants[name.text] = number
  }

  private mutating func policy() throws(Stop) {
    advance()
    let name = try word("the name of a policy")
    try expect("{", after: "the name of a policy")
    var entries: [Entry] = []
    if token.text != "}" {
      repeat { entries += try self.entries() } while take(",")
    }
    try expect("}", after: "the last block of a policy")
    if policies[name.text] != nil {
      report(at: name.located, "duplicate-entry", "the policy '\(name.text)' is there already")
    } else {
      policies[name.text] = entries
    }
  }

  /// `USE NAME`, or an action with its rules.
  private mutating func entries() throws(Stop) -> [Entry] {
    if take("USE") {
      let name = try word("the name of a policy")
      if policies[name.text] == nil {
        report(
          at: name.located, "unknown-policy",
          "unknown policy \(quoted(name.text)): policies are defined before they are used"
            + suggestion(for: name.text, among: policies.keys.sorted()))
      }
      return [.use(name.text)]
    }
    let action = try action()
    try expect("{", after: "an action")
    var entries: [Entry] = []
    if token.text != "}" {
      repeat {
        guard allowsRule(at: token.range) else { throw Stop() }
        entries.append(.rule(try rule(action)))
      } while take(",")
    }
    try expect("}", after: "a rule")
    return entries
  }

  // MARK: Words

  /// Takes the token at hand.
  @discardableResult
  mutating func advance() -> KafelToken {
    let taken = token
    token = scanner.next()
    return taken
  }

  /// Takes a sign or a word, if it comes next.
  mutating func take(_ text: String) -> Bool {
    guard token.text == text, token.kind != .string else { return false }
    advance()
    return true
  }

  /// Takes a sign, or reports that it is missing.
  mutating func expect(_ text: String, after what: String) throws(Stop) {
    if !take(text) { throw stop("\(what) is followed by '\(text)'") }
  }

  /// A word of one's own.
  mutating func word(_ what: String) throws(Stop) -> KafelToken {
    guard token.kind == .word else { throw stop("\(what) is missing") }
    return advance()
  }

  /// The number that a constant stands for.
  func constant(_ name: String) -> UInt64? { constants[name] }

  /// A number.
  mutating func number(_ what: String) throws(Stop) -> UInt64 {
    guard token.kind == .number else { throw stop("\(what) is missing") }
    let isNegative = token.text.hasPrefix("-")
    guard
      let number = IntegerText.number(token.text.drop { $0 == "-" }, takesBinary: !isNegative)
    else {
      report(
        at: token.located, "invalid-value",
        "\(quoted(token.text)) is no number of 64 bits: write a decimal, 0x…, 0b… or, after a 0, octal "
          + "one")
      throw Stop()
    }
    advance()
    return isNegative ? 0 &- number : number
  }

  /// Reports what stands in the place of something else.
  mutating func stop(_ problem: String) -> Stop {
    let found = token.kind == .end ? "the policy ends" : "there is \(excerpt(token.range))"
    unexpected(at: token.range, "\(problem): \(found)")
    return Stop()
  }
}
