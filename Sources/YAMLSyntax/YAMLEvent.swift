#if YAML
  /// A piece of a text, as libyaml hands it out.
  struct YAMLEvent {
    enum Kind {
      case documentStart
      case documentEnd
      case streamEnd
      /// A name stands for what was called so before.
      case alias(String)
      case scalar(String, isPlain: Bool)
      case sequenceStart(isFlow: Bool)
      case mappingStart(isFlow: Bool)
      /// The end of the innermost sequence or mapping.
      case end
    }

    let kind: Kind
    /// The characters from the first to the last.
    let characters: Range<Int>
    /// The name that it gets.
    let anchor: String?
    let tag: String?
  }
#endif
