import JSONSyntax
public import SourceDiagnostics
import Toolbox

extension ReplayReport {
  /// Reads a report that was written as JSON.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - diagnostics: Where it is said what is wrong with it.
  public init?(_ source: SourceText, diagnostics: inout [Diagnostic]) {
    let before = diagnostics.count
    guard let node = JSONParser.parse(source, diagnostics: &diagnostics),
      diagnostics.count == before
    else { return nil }
    var decoder = ReportDecoder(source: source)
    self.init()
    decoder.decode(node, into: &self)
    diagnostics += decoder.diagnostics
    if !decoder.diagnostics.isEmpty { return nil }
  }
}

/// Makes a report of JSON; what is missing or of another kind is a mistake.
private struct ReportDecoder: NodeReader {
  let source: SourceText
  var diagnostics: [Diagnostic] = []

  mutating func decode(_ node: JSONNode, into report: inout ReplayReport) {
    let version = node["version"].map { integer($0) }
    if version != ReplayReport.formVersion {
      // One mistake is enough to say so.
      diagnostics = []
      complain(node, "this is no report of 'sekat simulate' that this version can read")
      return
    }
    report.logs = strings("logs", of: node)
    report.machine = text("machine", of: node)
    report.abi = text("abi", of: node)
    if let totals = member("totals", of: node) {
      report.lines.all = integer("lines", of: totals)
      report.lines.signals = integer("signals", of: totals)
      report.lines.remarks = integer("remarks", of: totals)
      report.lines.summary = integer("summary", of: totals)
      report.afterDeath = integer("afterDeath", of: totals)
      report.resumedFromBefore = integer("resumedFromBefore", of: totals)
      report.unorderedLogs = integer("unorderedLogs", of: totals)
      report.assumedUpperHalves = integer("assumedUpperHalves", of: totals)
    }
    if case .object(let members)? = member("assumedABIs", of: node)?.value {
      for assumed in members { report.assumedABIs[assumed.key] = integer(assumed.value) }
    }
    for filter in elements("filters", of: node) {
      var found = ReplayReport.FilterTally(
        name: string("name", of: filter), isRaw: flag("raw", of: filter),
        program: string("program", of: filter))
      for rule in elements("rules", of: filter) {
        found.rules.append(
          ReplayReport.RuleTally(
            location: string("place", of: rule), kind: string("kind", of: rule),
            decided: integer("decided", of: rule),
            possible: integer("possible", of: rule)))
      }
      report.filters.append(found)
    }
    report.calls = elements("calls", of: node).map { call($0) }
    report.launches = elements("launches", of: node).map { call($0) }
    // Reports of earlier releases have no such members.
    if node["fallbacks"] != nil {
      report.fallbacks = elements("fallbacks", of: node).map { call($0) }
    }
    if let first = node["firstDenied"] {
      report.firstDenied = call(first)
    }
    if let children = node["missingChildren"] {
      report.missingChildren.count = integer("count", of: children)
      report.missingChildren.first = elements("first", of: children).map { child in
        MissingChildren.Child(
          file: string("file", of: child), line: integer("line", of: child),
          thread: integer("pid", of: child))
      }
    }
    if node["installations"] != nil { decodeFilters(node, into: &report) }
    report.neverLogged = elements("neverLogged", of: node).map { call($0) }
    report.unreadable = oddities("unreadable", of: node)
    report.unknownTexts = oddities("unknownArguments", of: node)
  }

  /// What the logs show of filters, and of ABIs.
  private mutating func decodeFilters(_ node: JSONNode, into report: inout ReplayReport) {
    if let foreign = member("foreignABIs", of: node) {
      report.foreignABIs.taken = strings("taken", of: foreign)
      report.foreignABIs.possible = strings("possible", of: foreign)
    }
    if let totals = member("totals", of: node) { report.leftOut = integer("leftOut", of: totals) }
    if let installations = member("installations", of: node) {
      report.installations.count = integer("count", of: installations)
      report.installations.first = elements("first", of: installations).map { location($0) }.first
    }
    report.evidence = elements("evidence", of: node).compactMap { entry in
      guard let location = elements("first", of: entry).map({ location($0) }).first else {
        complain(entry, "evidence has a call")
        return nil
      }
      return ReplayReport.Evidence(
        abi: string("abi", of: entry), syscall: string("syscall", of: entry),
        sign: string("sign", of: entry), verdicts: strings("verdicts", of: entry),
        count: integer("count", of: entry), location: location, line: integer("line", of: entry))
    }
  }

  private mutating func location(_ node: JSONNode) -> ReplayReport.Location {
    ReplayReport.Location(
      file: string("file", of: node), line: integer("line", of: node),
      thread: integer("pid", of: node), text: string("text", of: node))
  }

  private mutating func call(_ node: JSONNode) -> ReplayReport.CallTally {
    let locations = elements("places", of: node).map { location($0) }
    let verdicts = strings("verdicts", of: node)
    if verdicts.isEmpty { complain(node, "a call has at least one verdict") }
    return ReplayReport.CallTally(
      abi: string("abi", of: node), syscall: string("syscall", of: node),
      number: UInt32(truncatingIfNeeded: integer("number", of: node)),
      verdicts: verdicts, rules: strings("rules", of: node),
      dependsOn: strings("dependsOn", of: node), count: integer("count", of: node),
      locations: locations)
  }

  private mutating func oddities(_ key: String, of node: JSONNode) -> Oddities {
    var oddities = Oddities()
    guard let node = member(key, of: node) else { return oddities }
    oddities.count = integer("count", of: node)
    oddities.first = elements("first", of: node).map { example in
      Oddities.Example(
        file: string("file", of: example), line: integer("line", of: example),
        reason: string("reason", of: example), text: string("text", of: example))
    }
    return oddities
  }

  // MARK: - Members

  func mismatch(_ node: JSONNode, _ expected: ExpectedValue, for what: String) -> NodeMistake {
    let kind =
      switch expected {
      case .string: "a string"
      case .bool: "a boolean"
      case .list: "an array"
      case .object: "an object"
      case .count: "a count"
      }
    return mistake("expected \(kind), found \(node.value.kind)")
  }

  func missing(_ keys: [String], in what: String) -> NodeMistake {
    mistake("the report lacks \(keys.map { quoted($0) }.joined(separator: ", "))")
  }

  private func mistake(_ message: String) -> NodeMistake { NodeMistake("invalid-report", message) }

  private mutating func complain(_ node: JSONNode, _ message: String) {
    report(node, mistake(message))
  }

  /// A text that may be missing, or null.
  private mutating func text(_ key: String, of node: JSONNode) -> String? {
    guard let value = node[key] else { return nil }
    if case .null = value.value { return nil }
    return string(value, for: key)
  }

  private mutating func member(_ key: String, of node: JSONNode) -> JSONNode? {
    member(key, of: node, in: "the report")
  }

  private mutating func elements(_ key: String, of node: JSONNode) -> [JSONNode] {
    member(key, of: node).map { list($0, for: key, mayBeEmpty: true) { $1 } } ?? []
  }

  private mutating func strings(_ key: String, of node: JSONNode) -> [String] {
    elements(key, of: node).compactMap { string($0, for: key) }
  }

  private mutating func string(_ key: String, of node: JSONNode) -> String {
    member(key, of: node).flatMap { string($0, for: key) } ?? ""
  }

  private mutating func flag(_ key: String, of node: JSONNode) -> Bool {
    member(key, of: node).flatMap { bool($0, for: key) } ?? false
  }

  private mutating func integer(_ key: String, of node: JSONNode) -> Int {
    member(key, of: node).map { integer($0) } ?? 0
  }

  private mutating func integer(_ node: JSONNode) -> Int { count(node, for: "a count") ?? 0 }
}
