import Foundation
import Testing

/// The wall between the replay and the formats of logs: what judges calls knows no text, and within
/// the replay each folder knows only those before it.
@Suite struct LogFormatLayeringTests {
  private static let module = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/TraceReplay").standardized

  /// The folders, each of which knows those before it and no later one. Formats do not know each
  /// other, nor learning, and neither does learning know them.
  private static let folders = [
    "Reading", "Replay", "Replay/Calls", "Replay/Verdicts", "Replay/Counts", "Replay/Threads",
    "Replay/Following", "Replay/Reports",
  ]

  /// A file of the module: where it is, and the words that are no comment and in no text.
  private struct Source {
    var folder: String
    var name: String
    var code: String

    /// The types that it declares, those within others left out.
    var types: [String] {
      code.matches(
        of:
          /(?m)^(?:@\w+ )*(?:public |fileprivate |private |final |indirect )*(?:struct|class|enum|protocol|typealias|actor) (\w+)/
      )
      .map { String($0.1) }
    }

    var words: Set<Substring> { Set(code.matches(of: /\w+/).map(\.0)) }
  }

  private static func sources() throws -> [Source] {
    let files =
      FileManager.default.enumerator(atPath: module.path)?.compactMap { $0 as? String } ?? []
    return try files.filter { $0.hasSuffix(".swift") }.sorted().map { file in
      let text = try String(contentsOf: module.appending(path: file), encoding: .utf8)
      let code = text.replacing(/(?m)\/\/.*$/, with: "")
        .replacing(/"(?:\\.|[^"\\\n])*"/, with: "\"\"")
      let parts = file.split(separator: "/")
      return Source(
        folder: parts.dropLast().joined(separator: "/"), name: String(file), code: code)
    }
  }

  private static func isIn(_ folder: String, _ source: Source) -> Bool {
    source.folder == folder || source.folder.hasPrefix(folder + "/")
  }

  @Test func `neither replay nor learning mentions a type of a format`() throws {
    let sources = try Self.sources()
    let formats = ["Strace"]
    let others = Set(sources.map { String($0.folder.prefix { $0 != "/" }) })
      .subtracting(["", "Reading", "Replay", "Learning", "Generated"])
    #expect(others == Set(formats), "a folder is a format, or is named here")
    for format in formats {
      let types = Set(sources.filter { Self.isIn(format, $0) }.flatMap(\.types))
      #expect(types.count > 15, "the types of \(format) were not found")
      for source in sources
      where !Self.isIn(format, source) && source.folder != "" && source.folder != "Generated" {
        let found = types.filter { source.words.contains($0[...]) }.sorted()
        #expect(found.isEmpty, "\(source.name) mentions \(found.joined(separator: ", "))")
      }
    }
  }

  @Test func `only the composition mentions a format`() throws {
    let sources = try Self.sources()
    let types = Set(sources.filter { Self.isIn("Strace", $0) }.flatMap(\.types))
    let outside = sources.filter { $0.folder == "" }
      .filter { !types.isDisjoint(with: $0.words.map(String.init)) }
    #expect(outside.map(\.name) == ["LogReplayer.swift"])
  }

  @Test func `a folder of the replay knows only those before it`() throws {
    let sources = try Self.sources()
    var later: [(type: String, folder: String)] = []
    for folder in (Self.folders + ["Learning", "Strace"]).reversed() {
      let own = sources.filter {
        folder == "Learning" || folder == "Strace" ? Self.isIn(folder, $0) : $0.folder == folder
      }
      #expect(!own.isEmpty, "\(folder) is not there")
      if folder != "Learning" && folder != "Strace" {
        for source in own {
          let found = later.filter { source.words.contains($0.type[...]) }.map {
            "\($0.type) of \($0.folder)"
          }
          #expect(found.isEmpty, "\(source.name) mentions \(found.joined(separator: ", "))")
        }
      }
      later += own.flatMap(\.types).map { ($0, folder) }
    }
  }
}
