import JSONSyntax
public import SourceDiagnostics
import Toolbox

/// Reads a policy and all that it extends, and puts the files in line.
public struct PolicyLoader {
  private let builtins: BuiltinPolicies
  /// Whether it is judged who can change the files.
  private let isJudging: Bool
  private let limits: PolicyLimits
  private let circumstances: Circumstances
  private let formats: PolicyFormats
  /// Which document of the policy's own file is meant.
  private var document: Int?
  private var diagnostics: [Diagnostic] = []
  private var entries: [Entry] = []
  /// The paths under which files were opened, so that none is opened twice.
  private var openedPaths = UniqueList<String>()
  /// The files that were found there.
  private var openedFiles: [Identity] = []
  private var totalBytes = 0
  /// How much all files have said so far.
  private var budget: PolicyBudget
  /// Whether a file is missing, so that much of the rest would be misunderstood.
  private var isIncomplete = false

  private enum Identity: Equatable {
    case file(PolicyFileReader.Identity)
    case builtin(String)
    /// What was not read from a file.
    case text
  }

  /// A file that was read, and the indices of those that it extends.
  private struct Entry {
    var identity: Identity
    var origin: Origin
    var file: PolicyFile?
    var bases: [Int] = []
    var status: Policy.File
  }

  /// Where a file is: at a path, or in the tree of shipped policies.
  private enum Origin {
    case path(String)
    case builtin(String)
  }

  private init(
    builtins: BuiltinPolicies, formats: PolicyFormats, limits: PolicyLimits,
    circumstances: Circumstances, isJudging: Bool
  ) {
    self.builtins = builtins
    self.formats = formats
    self.limits = limits
    self.circumstances = circumstances
    budget = PolicyBudget(limits)
    self.isJudging = isJudging
  }

  /// Loads a policy.
  ///
  /// - Parameters:
  ///   - reference: A path, `-` for standard input, or `builtin:NAME`.
  ///   - builtins: The policies that come with the program.
  ///   - limits: How much the policy may say.
  ///   - circumstances: The system for which conditions are settled, see ``Circumstances``.
  ///   - judgesFiles: Whether it is judged who can change the files, see ``FileTrust``.
  ///   - diagnostics: Where mistakes are reported.
  /// - Returns: The policy, or `nil` where one of its files cannot be read or is no JSON. A policy in
  ///   whose files there were other mistakes does not resolve, but says what else is wrong.
  public static func load(
    _ reference: String, builtins: BuiltinPolicies, limits: PolicyLimits = .standard,
    circumstances: Circumstances = .standard, judgesFiles: Bool = true,
    diagnostics: inout [Diagnostic]
  ) -> Policy? {
    load(
      reference, builtins: builtins, formats: .standard, limits: limits,
      circumstances: circumstances, judgesFiles: judgesFiles, diagnostics: &diagnostics)
  }

  /// Loads a policy whose files may be in these formats, or one document of a file that has several; see
  /// ``load(_:builtins:limits:circumstances:judgesFiles:diagnostics:)``.
  package static func load(
    _ reference: String, builtins: BuiltinPolicies, formats: PolicyFormats,
    limits: PolicyLimits = .standard, circumstances: Circumstances = .standard,
    judgesFiles: Bool = true, document: Int? = nil, diagnostics: inout [Diagnostic]
  ) -> Policy? {
    var loader = PolicyLoader(
      builtins: builtins, formats: formats, limits: limits, circumstances: circumstances,
      isJudging: judgesFiles)
    loader.document = document
    let root = loader.open(reference, from: nil, range: nil, chain: [])
    diagnostics += loader.diagnostics
    guard let root, !loader.isIncomplete else { return nil }
    return loader.policy(from: root)
  }

  /// Loads a policy whose text is at hand, and need not be in a file.
  ///
  /// - Parameters:
  ///   - file: The text, whose name is the path beside which the policies that it extends are looked
  ///     for, and who is taken to have written it.
  ///   - builtins: The policies that come with the program.
  ///   - limits: How much the policy may say.
  ///   - circumstances: The system for which conditions are settled, see ``Circumstances``.
  ///   - judgesFiles: Whether it is judged who can change the files, see ``FileTrust``.
  ///   - diagnostics: Where mistakes are reported.
  /// - Returns: The policy, or `nil` where it or one that it extends cannot be read or is no JSON; see
  ///   ``load(_:builtins:limits:circumstances:judgesFiles:diagnostics:)``.
  public static func load(
    _ file: Policy.File, builtins: BuiltinPolicies, limits: PolicyLimits = .standard,
    circumstances: Circumstances = .standard, judgesFiles: Bool = true,
    diagnostics: inout [Diagnostic]
  ) -> Policy? {
    var loader = PolicyLoader(
      builtins: builtins, formats: .standard, limits: limits, circumstances: circumstances,
      isJudging: judgesFiles)
    let root = loader.open(
      Entry(identity: .text, origin: .path(file.source.name), status: file), chain: [])
    diagnostics += loader.diagnostics
    return loader.isIncomplete ? nil : loader.policy(from: root)
  }

  // MARK: Reading

  /// Reads a file and what it extends; the index in `entries`, or `nil` after a mistake.
  private mutating func open(
    _ reference: String, from parent: Int?, range: SourceRange?, chain: [Int]
  ) -> Int? {
    let location = parent.flatMap { parent in
      range.map { SourceLocation(source: entries[parent].status.source, range: $0) }
    }
    guard chain.count < PolicyLimits.depth else {
      report(
        "too-deep", "more than \(PolicyLimits.depth) policies extend each other in a row",
        at: location)
      return nil
    }
    guard let entry = read(reference, from: parent, at: location) else { return nil }
    // There are too few files for an index.
    if let known = entries.firstIndex(where: { $0.identity == entry.identity }) {
      if let start = chain.firstIndex(of: known) {
        let names = (chain[start...] + [known]).map { quoted(entries[$0].status.source.name) }
        report(
          "cycle", "policies extend each other: \(names.joined(separator: " → "))", at: location)
        return nil
      }
      return known
    }
    guard entries.count < PolicyLimits.files else {
      report("too-many-files", "a policy has at most \(PolicyLimits.files) files", at: location)
      return nil
    }
    return open(entry, chain: chain)
  }

  /// Takes up a file that is new, and reads what it extends.
  private mutating func open(_ entry: Entry, chain: [Int]) -> Int {
    let index = entries.count
    entries.append(entry)
    decode(index)
    for base in entries[index].file?.extends ?? [] {
      if let found = open(base.value, from: index, range: base.range, chain: chain + [index]) {
        if entries[index].bases.contains(found) {
          report(
            "duplicate-entry", "\(quoted(base.value)) is extended twice",
            at: SourceLocation(source: entries[index].status.source, range: base.range))
        } else {
          entries[index].bases.append(found)
        }
      }
    }
    return index
  }

  /// Finds and reads one file.
  private mutating func read(
    _ reference: String, from parent: Int?, at location: SourceLocation?
  ) -> Entry? {
    if reference.hasPrefix("builtin:") {
      let name = String(reference.dropFirst("builtin:".count))
      guard let path = builtins.path(ofName: name) else {
        let near = suggestion(for: name, among: builtins.names, prefix: "builtin:")
        report("unknown-builtin", "there is no policy \(quoted(reference))\(near)", at: location)
        return nil
      }
      return builtin(path, at: location)
    }
    if case .builtin(let file)? = parent.map({ entries[$0].origin }) {
      guard let path = BuiltinPolicies.resolve(reference, relativeTo: file) else {
        report("unreadable", "\(quoted(reference)) leads out of the shipped policies", at: location)
        return nil
      }
      return builtin(path, at: location)
    }
    if reference == "-", parent != nil {
      report("unreadable", "a policy cannot extend standard input", at: location)
      return nil
    }
    let path = Self.path(reference, relativeTo: parent.map { entries[$0].origin })
    if let index = openedPaths.index(of: path),
      let known = entries.first(where: { $0.identity == openedFiles[index] })
    {
      return known
    }
    do throws(PolicyFileReader.Failure) {
      let allowance = PolicyLimits.totalSize - totalBytes
      let contents = try PolicyFileReader.read(
        path, allowance: allowance, isJudged: isJudging)
      totalBytes += contents.bytes.count
      let identity = Identity.file(contents.identity)
      if openedPaths.insert(path) == openedFiles.count { openedFiles.append(identity) }
      let source = SourceText(name: path == "-" ? "<stdin>" : path, bytes: contents.bytes)
      let status = Policy.File(source, trust: contents.trust)
      return Entry(identity: identity, origin: .path(path), status: status)
    } catch {
      report("unreadable", "cannot read policy \(quoted(path)): \(error.sentence)", at: location)
      return nil
    }
  }

  private mutating func builtin(
    _ path: String, at location: SourceLocation?
  ) -> Entry? {
    guard let bytes = builtins.bytes(at: path) else {
      report("unreadable", "there is no shipped policy \(quoted(path))", at: location)
      return nil
    }
    let name = "builtin:" + BuiltinPolicies.name(ofPath: path)
    let source = SourceText(name: name, bytes: bytes)
    let status = Policy.File(source, isBuiltin: true, trust: FileTrust())
    return Entry(identity: .builtin(path), origin: .builtin(path), status: status)
  }

  private static func path(_ reference: String, relativeTo origin: Origin?) -> String {
    guard case .path(let file)? = origin, !reference.hasPrefix("/"),
      let slash = file.lastIndex(of: "/")
    else { return reference }
    return file[...slash] + reference
  }

  private mutating func decode(_ index: Int) {
    let source = entries[index].status.source
    guard let (format, content) = formats.recognize(source, diagnostics: &diagnostics) else {
      isIncomplete = true
      return
    }
    if case .json(let root) = content, !budget.allows(root, in: source, &diagnostics) {
      isIncomplete = true
      return
    }
    var file = PolicyFile(source: source, format: format)
    if index == 0 { file.document = document }
    let isPolicy = format.decode(
      content, into: &file, within: &budget, diagnostics: &diagnostics)
    entries[index].file = file
    if !isPolicy { isIncomplete = true }
  }

  private mutating func report(_ id: String, _ message: String, at location: SourceLocation?) {
    isIncomplete = true
    diagnostics.append(Diagnostic(.error, id: id, message, at: location))
  }

  // MARK: Putting in line

  private mutating func policy(from root: Int) -> Policy {
    includeFiles()
    let line = line(from: root)
    return Policy(
      limits: limits, circumstances: circumstances, hasMistakes: diagnostics.containsErrors,
      files: line.map { entries[$0].status },
      syntax: line.compactMap { entries[$0].file },
      bases: line.map { index in self.line(from: index).dropFirst().compactMap(line.firstIndex) })
  }

  /// Puts files together that include others; those say nothing by themselves then.
  private mutating func includeFiles() {
    var whole: [Int: any IncludingSyntax] = [:]
    var included: Set<Int> = []
    func syntax(of index: Int) -> (any UnsettledSyntax)? {
      guard let own = entries[index].file?.unsettled as? any IncludingSyntax else {
        return entries[index].file?.unsettled
      }
      if let known = whole[index] { return known }
      included.formUnion(entries[index].bases)
      let together = own.including(entries[index].bases.map(syntax))
      whole[index] = together
      return together
    }
    for index in entries.indices { _ = syntax(of: index) }
    for (index, syntax) in whole {
      entries[index].file?.unsettled = included.contains(index) ? nil : syntax
    }
  }

  /// A file, then each base with its own bases, depth first; a file that is reached more than once
  /// stands where it is reached last.
  ///
  /// Walking backwards, that is where it is met first. There is no cycle.
  private func line(from root: Int) -> [Int] {
    var isFinished = [Bool](repeating: false, count: entries.count)
    var backwards: [Int] = []
    func visit(_ index: Int) {
      if isFinished[index] { return }
      isFinished[index] = true
      for base in entries[index].bases.reversed() { visit(base) }
      backwards.append(index)
    }
    visit(root)
    return backwards.reversed()
  }
}
