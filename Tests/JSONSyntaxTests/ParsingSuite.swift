import Foundation
import JSONSyntax
import SourceDiagnostics

/// The JSON parsing test suite of Nicolas Seriot, where it lies in a folder beside the package.
enum ParsingSuite {
  struct File {
    let name: String
    let source: SourceText
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/data/json").standardizedFileURL

  static let isPresent = FileManager.default.fileExists(atPath: root.path)

  /// The files of a folder, by name.
  static func files(in folder: String) throws -> [File] {
    let folder = root.appending(path: folder)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      let bytes = Array(try Data(contentsOf: folder.appending(path: $0)))
      return File(name: $0, source: SourceText(name: $0, bytes: bytes))
    }
  }
}
