import Foundation
import Testing

/// The wall between the replay and the formats of logs: what judges calls knows no text, and within
/// the replay each folder knows only those before it.
@Suite struct LogFormatLayeringTests {
  private static let module = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/TraceReplay").standardized

  /// The folders in which no format is known, in the order in which they know each other.
  private static let folders = [
    "Reading", "Replay", "Replay/Calls", "Replay/Verdicts", "Replay/Counts", "Replay/Threads",
    "Replay/Following", "Replay/Reports", "Learning",
  ]
  /// Folders of tables, which are read through other types.
  private static let tables = "Generated"

  /// A file of the module.
  private struct Source {
    /// The path within the module.
    var path: String
    /// The text without comments and literals.
    var code: String

    /// The folder; empty for the files that put the parts of the module together.
    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }

    /// The types that it declares, those within others left out.
    var types: [String] {
      code.matches(
        of: /(?m)^(?:(?:@\w+|[a-z]+) )*(?:struct|class|enum|protocol|typealias|actor) (\w+)/
      ).map { String($0.1) }
    }

    /// Those of some types that it mentions.
    func mentioned(_ types: [String]) -> String {
      let words = Set(code.matches(of: /\w+/).map(\.0))
      return types.filter { words.contains($0[...]) }.sorted().joined(separator: ", ")
    }
  }

  private static func sources() throws -> [Source] {
    let files = FileManager.default.enumerator(atPath: module.path)?.compactMap { $0 as? String }
    return try (files ?? []).filter { $0.hasSuffix(".swift") }.sorted().map { file in
      let text = try String(contentsOf: module.appending(path: file), encoding: .utf8)
      let code = text.replacing(/(?m)\/\/.*$/, with: "")
        .replacing(/"(?:\\.|[^"\\\n])*"/, with: "\"\"")
      return Source(path: file, code: code)
    }
  }

  /// The files of each format: every folder at the top that is none of those above is one.
  private static func formats(_ sources: [Source]) -> [String: [Source]] {
    let formats = Dictionary(grouping: sources) { source in
      source.folder.isEmpty ? "" : String(source.path.prefix { $0 != "/" })
    }
    return formats.filter { !$0.key.isEmpty && !(folders + [tables]).contains($0.key) }
  }

  @Test func `what knows no format mentions no type of one`() throws {
    let sources = try Self.sources()
    let formats = Self.formats(sources)
    #expect(formats.keys.contains("Strace"), "the formats were not found")
    for (format, files) in formats {
      let types = files.flatMap(\.types)
      #expect(types.count > 3, "the types of \(format) were not found")
      for source in sources where Self.folders.contains(source.folder) {
        let found = source.mentioned(types)
        #expect(found.isEmpty, "\(source.path) mentions \(found) of \(format)")
      }
    }
  }

  @Test func `formats do not know each other, and one file knows them`() throws {
    let sources = try Self.sources()
    let formats = Self.formats(sources)
    for (format, files) in formats {
      let types = files.flatMap(\.types)
      for (other, others) in formats where other != format {
        for source in others {
          let found = source.mentioned(types)
          #expect(found.isEmpty, "\(source.path) mentions \(found) of \(format)")
        }
      }
      let composing = sources.filter { $0.folder.isEmpty && !$0.mentioned(types).isEmpty }
      #expect(
        composing.map(\.path) == ["LogReplayer.swift"],
        "LogReplayer.swift, and no other file, hands logs over to \(format)")
    }
  }

  @Test func `a folder knows only those before it`() throws {
    let sources = try Self.sources()
    for (index, folder) in Self.folders.enumerated() {
      let files = sources.filter { $0.folder == folder }
      #expect(!files.isEmpty, "\(folder) is not there")
      for later in Self.folders[(index + 1)...] {
        let types = sources.filter { $0.folder == later }.flatMap(\.types)
        for source in files {
          let found = source.mentioned(types)
          #expect(found.isEmpty, "\(source.path) mentions \(found) of \(later)")
        }
      }
    }
  }
}
