/// Writes JSON, in the order in which it is told.
///
/// Several values in a row make one line each in the compact layout, which is what is called JSON
/// lines. A sequence of calls that would not make JSON, such as a value without a key in an object,
/// is a mistake of the program and traps.
///
/// ```swift
/// var json = JSONWriter()
/// json.object {
///   $0.member("name", "openat")
///   $0.array("numbers", inline: true) { $0.value(257) }
/// }
/// print(json.take(), terminator: "")
/// ```
public struct JSONWriter {
  /// How values are laid out.
  public enum Layout: Hashable, Sendable {
    /// One member or element a line, indented by two spaces.
    case indented
    /// Everything on one line.
    case compact
  }

  /// What has been written since the last ``take()``.
  public private(set) var text = ""

  private let layout: Layout
  private var containers: [Container] = []
  private var hasKey = false

  /// An object or array that is still open.
  private struct Container {
    let isObject: Bool
    let isInline: Bool
    var isEmpty = true
  }

  /// Begins a text.
  ///
  /// - Parameter layout: How values are laid out.
  public init(_ layout: Layout = .indented) { self.layout = layout }

  /// Hands out what has been written so far, to be printed, and keeps nothing of it.
  ///
  /// - Returns: The text since the last call.
  public mutating func take() -> String {
    defer { text = "" }
    return text
  }

  /// Writes an object.
  ///
  /// - Parameters:
  ///   - key: The key, inside of an object.
  ///   - inline: Whether to write it on one line.
  ///   - members: Writes the members.
  /// - Throws: What that throws, and then the text is not complete.
  public mutating func object<Failure: Error>(
    _ key: String? = nil, inline: Bool = false,
    _ members: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    if let key { self.key(key) }
    open("{", Container(isObject: true, isInline: inline || isInline))
    try members(&self)
    precondition(!hasKey, "a key has a value")
    close("}")
  }

  /// Writes an array.
  ///
  /// - Parameters:
  ///   - key: The key, inside of an object.
  ///   - inline: Whether to write it on one line.
  ///   - elements: Writes the elements.
  /// - Throws: What that throws, and then the text is not complete.
  public mutating func array<Failure: Error>(
    _ key: String? = nil, inline: Bool = false,
    _ elements: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    if let key { self.key(key) }
    open("[", Container(isObject: false, isInline: inline || isInline))
    try elements(&self)
    close("]")
  }

  /// Writes a key; its value must follow.
  ///
  /// - Parameter key: The key.
  public mutating func key(_ key: String) {
    precondition(containers.last?.isObject == true && !hasKey, "a key belongs into an object")
    separate()
    append(quoting: key)
    text += layout == .compact ? ":" : ": "
    hasKey = true
  }

  /// Writes a string.
  ///
  /// - Parameter string: The string.
  public mutating func value(_ string: String) {
    begin()
    append(quoting: string)
    end()
  }

  /// Writes a number, all digits of it.
  ///
  /// - Parameter number: The number.
  public mutating func value(_ number: some FixedWidthInteger) { write(number.description) }

  /// Writes `true` or `false`.
  ///
  /// - Parameter flag: Which one.
  public mutating func value(_ flag: Bool) { write(flag ? "true" : "false") }

  /// Writes `null`.
  public mutating func null() { write("null") }

  /// Writes a word that needs no quotes.
  ///
  /// - Parameter word: A number or literal.
  private mutating func write(_ word: String) {
    begin()
    text += word
    end()
  }
}

extension JSONWriter {
  /// Writes a key and a string.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - string: The string; `nil` is written as `null`.
  public mutating func member(_ key: String, _ string: String?) {
    self.key(key)
    if let string { value(string) } else { null() }
  }

  /// Writes a key and a number.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - number: The number; `nil` is written as `null`.
  public mutating func member<Number: FixedWidthInteger>(_ key: String, _ number: Number?) {
    self.key(key)
    if let number { value(number) } else { null() }
  }

  /// Writes a key and `true` or `false`.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - flag: Which one; `nil` is written as `null`.
  public mutating func member(_ key: String, _ flag: Bool?) {
    self.key(key)
    if let flag { value(flag) } else { null() }
  }
}

extension JSONWriter {
  /// Whether the innermost open container is written on one line.
  private var isInline: Bool { layout == .compact || containers.last?.isInline == true }

  /// What comes before a value.
  private mutating func begin() {
    guard let container = containers.last else { return }
    if container.isObject {
      precondition(hasKey, "a value in an object has a key")
      hasKey = false
    } else {
      separate()
    }
  }

  /// What comes after a value: the outermost ends its line.
  private mutating func end() {
    if containers.isEmpty { text += "\n" }
  }

  /// What comes before a member or an element.
  private mutating func separate() {
    let isFirst = containers[containers.count - 1].isEmpty
    containers[containers.count - 1].isEmpty = false
    if !isFirst { text += "," }
    if !isInline {
      breakLine()
    } else if !isFirst, layout == .indented {
      text += " "
    }
  }

  private mutating func open(_ bracket: String, _ container: Container) {
    begin()
    text += bracket
    containers.append(container)
  }

  private mutating func close(_ bracket: String) {
    let wasInline = isInline
    if !containers.removeLast().isEmpty, !wasInline { breakLine() }
    text += bracket
    end()
  }

  private mutating func breakLine() {
    text += "\n"
    for _ in containers { text += "  " }
  }

  /// Appends a string in quotes; whatever is not visible is escaped, so that any terminal may
  /// show it.
  ///
  /// - Parameter string: The string.
  private mutating func append(quoting string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default:
        if isVisible(scalar) {
          text.unicodeScalars.append(scalar)
        } else {
          for unit in UTF16.encode(scalar) ?? .init() {
            let digits = String(unit, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        }
      }
    }
    text += "\""
  }
}
