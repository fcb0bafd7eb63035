#if YAML
  import JSONSyntax
  import SourceDiagnostics
  import Toolbox

  /// A text, what has been read of it, and the mistakes found so far.
  struct YAMLReader {
    let source: SourceText
    let limits: JSONLimits
    private let offsets: CharacterOffsets
    private let stream: EventStream
    /// The mistakes in the document at hand, and how many there were before.
    private(set) var mistakes: [Diagnostic] = []
    private var earlierMistakes = 0
    /// What all documents say together.
    private var total = Extent(values: 0)
    private var anchors: [String: (node: JSONNode, extent: Extent)] = [:]
    /// Sequences and mappings are kept in a list, so that no text can exhaust the stack of calls.
    private var open: [OpenCollection] = []

    init(_ source: SourceText, limits: JSONLimits) {
      self.source = source
      self.limits = limits
      offsets = CharacterOffsets(source.bytes)
      stream = EventStream(source.bytes)
    }

    /// Reads all documents.
    mutating func documents() throws(YAMLSyntaxError) -> [YAMLDocument] {
      var documents: [YAMLDocument] = []
      while true {
        let event = try next()
        if case .streamEnd = event.kind { return documents }
        guard case .documentStart = event.kind else { continue }
        let root = try document()
        // Nothing between two lines of dashes is nobody's value.
        if case .null = root.value, root.range.range.isEmpty, mistakes.isEmpty { continue }
        documents.append(YAMLDocument(root: root, mistakes: mistakes))
        earlierMistakes += mistakes.count
      }
    }

    private mutating func document() throws(YAMLSyntaxError) -> JSONNode {
      (mistakes, anchors, open) = ([], [:], [])
      var root: JSONNode?
      while true {
        let event = try next()
        switch event.kind {
        case .documentEnd, .documentStart, .streamEnd:
          return root ?? JSONNode(value: .null, range: SourceRange(0..<0))
        default: if let node = try take(event) { root = node }
        }
      }
    }

    /// Takes a piece up.
    ///
    /// - Returns: The value of the whole document, when it is complete.
    private mutating func take(_ event: YAMLEvent) throws(YAMLSyntaxError) -> JSONNode? {
      let range = range(of: event)
      if let tag = event.tag { try refuse(tag: tag, at: range) }
      switch event.kind {
      case .scalar(let text, let isPlain):
        if open.last?.expectsKey == true {
          try take(key: text, isPlain: isPlain, at: range)
          return nil
        }
        let node = JSONNode(
          value: try value(text, isPlain: isPlain && event.tag == nil, at: range),
          range: SourceRange(range))
        return try finish(
          node, Extent(bytes: text.utf8.count), anchor: event.anchor, counts: true)
      case .alias(let name):
        guard open.last?.expectsKey != true else { throw keyOfAnotherKind(at: range) }
        let (node, extent) = try value(of: name, at: range)
        return try finish(node, extent, anchor: nil, counts: true)
      case .sequenceStart(let isFlow):
        try begin(isMapping: false, isFlow: isFlow, at: range, anchor: event.anchor)
      case .mappingStart(let isFlow):
        try begin(isMapping: true, isFlow: isFlow, at: range, anchor: event.anchor)
      case .end:
        var collection = open.removeLast()
        if collection.isFlow { collection.end = range.upperBound }
        return try finish(
          collection.node, collection.extent, anchor: collection.anchor, counts: false)
      case .documentStart, .documentEnd, .streamEnd: break
      }
      return nil
    }

    private mutating func begin(
      isMapping: Bool, isFlow: Bool, at range: Range<Int>, anchor: String?
    ) throws(YAMLSyntaxError) {
      guard open.last?.expectsKey != true else { throw keyOfAnotherKind(at: range) }
      guard open.count < limits.depth else {
        throw mistake(
          "yaml-limit",
          "\(isMapping ? "mapping" : "list") nested too deeply; \(limits.depth) levels are allowed",
          at: range)
      }
      if let anchor { anchors[anchor] = nil }
      try count(Extent(), at: range)
      open.append(
        OpenCollection(
          isMapping: isMapping, isFlow: isFlow,
          at: isFlow ? range : range.lowerBound..<range.lowerBound,
          anchor: anchor))
    }

    /// Puts a value that is complete where it belongs.
    private mutating func finish(
      _ node: JSONNode, _ extent: Extent, anchor: String?, counts: Bool
    ) throws(YAMLSyntaxError) -> JSONNode? {
      if counts { try count(extent, at: node.range.range) }
      if let anchor { anchors[anchor] = (node, extent) }
      guard let innermost = open.indices.last else { return node }
      open[innermost].append(node, extent)
      return nil
    }

    /// What a name stands for.
    private func value(
      of name: String, at range: Range<Int>
    ) throws(YAMLSyntaxError) -> (JSONNode, Extent) {
      guard let (node, extent) = anchors[name] else {
        let isOpen = open.contains { $0.anchor == name }
        throw mistake(
          "yaml-alias",
          isOpen
            ? "'*\(escaped(name))' stands for a value that it is a part of"
            : "nothing before is called '&\(escaped(name))'", at: range)
      }
      guard open.count + extent.levels <= limits.depth else {
        throw mistake(
          "yaml-limit",
          "'*\(escaped(name))' is nested too deeply; \(limits.depth) levels are allowed", at: range)
      }
      return (node, extent)
    }

    /// Counts what a value says, as often as aliases stand for it.
    private mutating func count(_ extent: Extent, at range: Range<Int>) throws(YAMLSyntaxError) {
      total.values += extent.values
      total.bytes += extent.bytes
      if total.values > limits.values {
        throw mistake(
          "yaml-limit",
          "more than \(limits.values) values, where each alias counts for all that it stands for; the "
            + "rest is not read", at: range)
      }
      if total.bytes > limits.bytes {
        throw mistake(
          "yaml-limit",
          "more than \(limits.bytes) bytes of text, where each alias counts for all that it stands "
            + "for; the rest is not read", at: range)
      }
    }

    // MARK: Keys

    private mutating func take(
      key: String, isPlain: Bool, at range: Range<Int>
    ) throws(YAMLSyntaxError) {
      if isPlain { try checkPlain(key: key, at: range) }
      try checkNUL(key, at: range)
      guard let innermost = open.indices.last,
        let first = open[innermost].take(key: key, at: range)
      else { return }
      let isSame = first.key.utf8.elementsEqual(key.utf8)
      try report(
        "yaml-duplicate-key",
        isSame
          ? "duplicate key \(quoted(key))"
          : "duplicate key \(quoted(key)), written in another Unicode form before", at: range,
        notes: [
          Diagnostic.Note(
            "first written here", at: SourceLocation(source: source, range: first.keyRange))
        ])
    }

    // MARK: Mistakes

    /// Reports a mistake that does not end the parsing, unless there were very many.
    mutating func report(
      _ id: String, _ message: String, at range: Range<Int>, notes: [Diagnostic.Note] = []
    ) throws(YAMLSyntaxError) {
      if earlierMistakes + mistakes.count >= limits.mistakes {
        throw mistake(
          "yaml-limit", "more than \(limits.mistakes) mistakes; the rest is not read", at: range)
      }
      mistakes.append(
        Diagnostic(
          .error, id: id, message,
          at: SourceLocation(source: source, range: SourceRange(range)), notes: notes))
    }

    /// The mistake that ends the parsing.
    func mistake(_ id: String, _ message: String, at range: Range<Int>) -> YAMLSyntaxError {
      YAMLSyntaxError(id, message, at: range, of: source)
    }

    // MARK: Places

    private func next() throws(YAMLSyntaxError) -> YAMLEvent {
      do throws(EventStream.Mistake) {
        return try stream.next()
      } catch {
        let place =
          error.countsBytes
          ? min(error.place, source.bytes.count) : offsets.offset(of: error.place)
        throw syntaxMistake(error, at: place)
      }
    }

    /// The bytes of a piece, without the line ends after it.
    private func range(of event: YAMLEvent) -> Range<Int> {
      let start = offsets.offset(of: event.characters.lowerBound)
      var end = max(start, offsets.offset(of: event.characters.upperBound))
      while end > start, [0x20, 0x09, 0x0a, 0x0d].contains(source.bytes[end - 1]) { end -= 1 }
      return start..<end
    }
  }
#endif
