#if YAML
  /// Reads a text of digits from its beginning on.
  struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: Substring) { rest = text.utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    /// Passes over digits.
    ///
    /// - Returns: Which ones.
    mutating func digits() -> Substring {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest[digits.endIndex...]
      return Substring(digits)
    }

    /// Passes over one of some characters, if it is next.
    mutating func take(_ characters: String) -> Bool {
      guard let next = rest.first, characters.utf8.contains(next) else { return false }
      rest.removeFirst()
      return true
    }

    // MARK: Forms

    /// `1.5`, `.5`, `1.`, `1e3`; `nil` where it is no number, otherwise whether it has a point.
    mutating func hasPoint() -> Bool? {
      var count = digits().utf8.count
      let hasPoint = take(".")
      if hasPoint { count += digits().utf8.count }
      guard count > 0 else { return nil }
      if take("eE") {
        _ = take("+-")
        if digits().isEmpty { return nil }
      }
      return isAtEnd ? hasPoint : nil
    }

    /// `12:30:45.5`, which is a number to the base of 60 in YAML 1.1.
    mutating func isSexagesimal() -> Bool {
      guard !digits().isEmpty, take(":") else { return false }
      repeat {
        let part = digits()
        guard let value = Int(part), value < 60, part.utf8.count <= 2 else { return false }
      } while take(":")
      if take(".") { _ = digits() }
      return isAtEnd
    }

    /// `2001-12-14`, and what may follow.
    mutating func isDate() -> Bool {
      guard digits().utf8.count == 4, take("-"), (1...2).contains(digits().utf8.count), take("-"),
        (1...2).contains(digits().utf8.count)
      else { return false }
      return isAtEnd || take("Tt ")
    }
  }
#endif
