/// The constants that an argument takes, and how they are put together.
public struct ArgumentVocabulary: Hashable, Sendable {
  /// How constants are put together.
  public enum Form: Hashable, Sendable {
    /// One of them.
    case value
    /// Any number of them as bits of one word.
    case flags
    /// One of the first sets, with any number of the others as bits beside it.
    case valueAndFlags
    /// Which ones they are depends on this other argument.
    case dependsOn(String)
  }

  /// How constants are put together.
  public let form: Form
  /// The bits that hold a value where others are flags, or `nil` where there is no such field.
  public let valueField: UInt64?
  /// The names of the sets with commas between them.
  private let setTexts: StaticText

  /// The sets that the constants come from.
  public var sets: [String] { setTexts.split(UInt8(ascii: ",")).map(\.string) }

  /// Whether a constant belongs to one of the sets.
  ///
  /// - Parameter constant: The constant.
  /// - Returns: Whether it is among ``constants``.
  public func has(_ constant: Constant) -> Bool { constant.belongs(toOneOf: setTexts) }

  /// The vocabulary of an argument, if it has one.
  ///
  /// - Parameter key: The names of the call and of the argument with a dot between them.
  init?(key: String) {
    let table = StaticTable.vocabularyRows
    guard let index = table.index(of: key) else { return nil }
    var fields = table[index].split(StaticText.blank).dropFirst().makeIterator()
    self.init(&fields)
  }

  /// Reads a form, sets and a field.
  init?(_ fields: inout some IteratorProtocol<StaticText>) {
    guard let form = fields.next(), let sets = fields.next() else { return nil }
    if form.equals("value") {
      self.form = .value
    } else if form.equals("flags") {
      self.form = .flags
    } else if form.equals("value+flags") {
      self.form = .valueAndFlags
    } else {
      self.form = .dependsOn(String(form.string.dropFirst("by:".count)))
    }
    setTexts = sets
    valueField = fields.next()?.number
  }

  /// A vocabulary that is no argument's, but for instance that of a member of a structure.
  ///
  /// - Parameters:
  ///   - form: How constants are put together.
  ///   - sets: The names of the sets with commas between them.
  ///   - valueField: The bits that hold a value where others are flags.
  package init(_ form: Form, of sets: StaticString, valueField: UInt64? = nil) {
    self.form = form
    self.valueField = valueField
    setTexts = StaticText(sets)
  }

  /// The vocabulary of an argument that another one chooses by its value.
  ///
  /// The facts are in `Sources/TableGenerator/Facts/chosen-vocabularies.tsv`.
  ///
  /// - Parameters:
  ///   - key: The names of the call and of the argument with a dot between them.
  ///   - isChosen: Whether the other argument has a value.
  ///   - abi: The ABI of those values.
  init?(key: String, where isChosen: (UInt64) -> Bool, on abi: ABI) {
    let table = StaticTable.chosenVocabularyRows
    guard let choices = table.index(of: key).flatMap({ table[$0].part(1) }) else { return nil }
    for choice in choices.split(UInt8(ascii: ";")) {
      var fields = choice.split(UInt8(ascii: "/")).makeIterator()
      let values = fields.next()?.split(UInt8(ascii: ","))
      let isRight = values?.contains { name in
        Constant.named(name.string)?.value(on: abi).map(isChosen) ?? false
      }
      if isRight == true {
        self.init(&fields)
        return
      }
    }
    return nil
  }
}
