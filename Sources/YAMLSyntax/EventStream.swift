#if YAML
  import CLibyaml

  /// What libyaml makes of a text, piece by piece.
  @safe final class EventStream {
    /// What ended it.
    struct Mistake: Error {
      /// libyaml's own words.
      let problem: String
      let context: String?
      /// A number of bytes, or of characters.
      let place: Int
      let countsBytes: Bool
    }

    private let reader: UnsafeMutablePointer<clibyaml_reader>?

    init(_ bytes: [UInt8]) {
      unsafe reader = bytes.withUnsafeBytes { unsafe clibyaml_open($0.baseAddress, $0.count) }
    }

    deinit { if let reader = unsafe reader { unsafe clibyaml_close(reader) } }

    /// The next piece of a document.
    func next() throws(Mistake) -> YAMLEvent {
      guard let reader = unsafe reader else {
        throw Mistake(problem: "there is no memory", context: nil, place: 0, countsBytes: true)
      }
      while true {
        let event = unsafe clibyaml_next(reader)
        guard let kind = unsafe Self.kind(of: event) else {
          if unsafe event.kind == CLIBYAML_STREAM_START.rawValue { continue }
          throw unsafe Self.mistake(clibyaml_mistake(reader))
        }
        return unsafe YAMLEvent(
          kind: kind, characters: Int(event.start)..<Int(max(event.start, event.end)),
          anchor: Self.text(event.anchor), tag: Self.text(event.tag))
      }
    }

    /// What it is; `nil` for the beginning of the stream and for a mistake.
    private static func kind(of event: clibyaml_event) -> YAMLEvent.Kind? {
      switch unsafe clibyaml_kind(rawValue: event.kind) {
      case CLIBYAML_DOCUMENT_START: return .documentStart
      case CLIBYAML_DOCUMENT_END: return .documentEnd
      case CLIBYAML_STREAM_END, CLIBYAML_NOTHING: return .streamEnd
      case CLIBYAML_ALIAS: return .alias(unsafe text(event.anchor) ?? "")
      case CLIBYAML_SCALAR:
        let bytes = unsafe UnsafeBufferPointer(start: event.value, count: event.length)
        return .scalar(
          unsafe String(decoding: bytes, as: UTF8.self), isPlain: unsafe event.is_plain != 0)
      case CLIBYAML_SEQUENCE_START: return .sequenceStart(isFlow: unsafe event.is_flow != 0)
      case CLIBYAML_MAPPING_START: return .mappingStart(isFlow: unsafe event.is_flow != 0)
      case CLIBYAML_SEQUENCE_END, CLIBYAML_MAPPING_END: return .end
      default: return nil
      }
    }

    private static func mistake(_ mistake: clibyaml_problem) -> Mistake {
      unsafe Mistake(
        problem: mistake.problem.map { unsafe String(cString: $0) } ?? "unknown",
        context: mistake.context.map { unsafe String(cString: $0) },
        place: mistake.place, countsBytes: mistake.counts_bytes != 0)
    }

    private static func text(_ pointer: UnsafePointer<UInt8>?) -> String? {
      unsafe pointer.map { unsafe String(cString: $0) }
    }
  }
#endif
