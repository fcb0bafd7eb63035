#if YAML
  import JSONSyntax
  import SourceDiagnostics

  /// A sequence or mapping that has been opened and not yet closed.
  struct OpenCollection {
    let isMapping: Bool
    let isFlow: Bool
    /// Where it begins, and where the last thing in it ends.
    private let start: Int
    var end: Int
    /// The name that it gets.
    let anchor: String?
    private(set) var elements: [JSONNode] = []
    private(set) var members: [JSONMember] = []
    /// The key whose value comes next.
    private var key: (text: String, range: SourceRange)?
    private var keys = KeyIndex()
    /// How much all of it says.
    private(set) var extent = Extent(levels: 1)

    init(isMapping: Bool, isFlow: Bool, at range: Range<Int>, anchor: String?) {
      self.isMapping = isMapping
      self.isFlow = isFlow
      self.anchor = anchor
      start = range.lowerBound
      end = range.upperBound
    }

    /// Whether a key comes next.
    var expectsKey: Bool { isMapping && key == nil }

    /// Takes a key.
    ///
    /// - Returns: The member that has the key already.
    mutating func take(key text: String, at range: Range<Int>) -> JSONMember? {
      key = (text, SourceRange(range))
      return keys.firstMember(named: text, in: members)
    }

    /// Adds a value that is complete.
    mutating func append(_ node: JSONNode, _ extent: Extent) {
      self.extent.add(extent)
      end = max(end, node.range.upperBound)
      if let key {
        members.append(JSONMember(key: key.text, keyRange: key.range, value: node))
        self.key = nil
      } else {
        elements.append(node)
      }
    }

    /// All of it, at its end.
    var node: JSONNode {
      JSONNode(
        value: isMapping ? .object(members) : .array(elements),
        range: SourceRange(start..<max(start, end)))
    }
  }

  /// How much a value says, which counts again wherever an alias stands for it.
  struct Extent {
    var values = 1
    var bytes = 0
    /// How deep it is nested.
    var levels = 0

    /// Takes up that of an element.
    mutating func add(_ element: Extent) {
      values += element.values
      bytes += element.bytes
      levels = max(levels, element.levels + 1)
    }
  }
#endif
