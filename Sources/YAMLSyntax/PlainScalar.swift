#if YAML
  import JSONSyntax
  import Toolbox

  /// What a scalar without quotes says, by the core schema of YAML 1.2.
  enum PlainScalar {
    case value(JSONNode.Value)
    /// YAML 1.1 takes it for something else; a sentence without a full stop.
    case ambiguous(String)
    /// JSON has no such value; a sentence without a full stop.
    case unwritable(String)

    init(_ text: String) {
      guard let first = text.utf8.first else {
        self = .value(.null)
        return
      }
      let word = text.utf8.count <= 5 ? Self.words[text] : nil
      let beginsNumber =
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) || "+-.".utf8.contains(first)
      self =
        word ?? (beginsNumber ? Self.number(text) : nil) ?? .value(.string(text))
    }

    // MARK: Words

    private static let words: [String: PlainScalar] = {
      var words: [String: PlainScalar] = [
        "~": .value(.null),
        "=": .ambiguous("'=' is a text to some readers of YAML, and to others not; write \"=\""),
        "<<": .ambiguous("'<<' is a text to some readers of YAML, and to others not; write \"<<\""),
      ]
      func add(_ word: String, _ meaning: (String) -> PlainScalar) {
        for form in [word, word.prefix(1).uppercased() + word.dropFirst(), word.uppercased()] {
          words[form] = meaning(form)
        }
      }
      add("null") { _ in .value(.null) }
      add("true") { _ in .value(.bool(true)) }
      add("false") { _ in .value(.bool(false)) }
      for (word, truth) in [
        ("y", true), ("yes", true), ("on", true), ("n", false), ("no", false), ("off", false),
      ] {
        add(word) { text in
          .ambiguous(
            "'\(text)' is a text to some readers of YAML, and \(truth) to others; write \(truth), or "
              + "\"\(text)\" for a text")
        }
      }
      for word in [".inf", "-.inf", "+.inf", ".nan"] {
        let letters = word.suffix(3)
        let forms = [
          String(letters), letters.prefix(1).uppercased() + letters.dropFirst(),
          letters == "nan" ? "NaN" : "", letters.uppercased(),
        ]
        for form in forms where !form.isEmpty {
          let text = String(word.dropLast(3)) + form
          words[text] = .unwritable(
            "'\(text)' is no number that a policy can hold; write \"\(text)\" for a text")
        }
      }
      return words
    }()

    // MARK: Numbers

    /// A number; `nil` for a text that only begins like one.
    private static func number(_ text: String) -> PlainScalar? {
      if let number = NumberText(text).meaning { return number }
      let bare = text.filter { $0 != "_" }
      if bare.utf8.count < text.utf8.count,
        NumberText(bare).meaning != nil || NumberText(bare).isOlderNumber
      {
        return textOr("a number", text, instead: "the number without '_'")
      }
      if NumberText(text).isOlderNumber {
        return textOr("a number", text, instead: "a decimal number")
      }
      var scanner = DigitScanner(text[...])
      return scanner.isDate() ? textOr("a date", text, instead: nil) : nil
    }

    private static func textOr(_ what: String, _ text: String, instead: String?) -> PlainScalar {
      .ambiguous(
        "\(quoted(text)) is a text to some readers of YAML, and \(what) to others; "
          + (instead.map { "write \($0), or put it in double quotes for a text" }
            ?? "put it in double quotes"))
    }
  }
#endif
