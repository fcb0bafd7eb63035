import Foundation
import Testing

/// The table of modules on the Architecture page, the manifest, and the import lines: three times the
/// same.
@Suite struct LayeringTests {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardized

  /// What every module may import without saying so: the C library, and nothing heavier.
  private static let system: Set = ["Glibc", "Musl", "Synchronization"]

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: package.appending(path: path), encoding: .utf8)
  }

  /// The rows of the table: a module, and what it imports.
  private static func table() throws -> [String: Set<String>] {
    let page = try text("Sources/Sekat/Sekat.docc/Architecture.md")
    let rows = page.matches(of: /(?m)^\| `([\w-]+)` \| [^|]+ \| ([^|]+) \|$/)
    return Dictionary(
      uniqueKeysWithValues: rows.map { row in
        let names = row.2.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        return (String(row.1), Set(names).subtracting(["–"]))
      })
  }

  /// The targets of the manifest in `Sources`, each with what it depends on.
  private static func manifest() throws -> [String: Set<String>] {
    let names = ["argumentParser": "ArgumentParser", "systemPackage": "SystemPackage"]
    let text = try text("Package.swift")
    let targets = try #require(text.range(of: "  targets: ["))
    var result: [String: Set<String>] = [:]
    let sources = text[targets.upperBound...].prefix { _ in true }
    for part in sources.split(separator: /\n    \.(?:executableTarget|target)\(/).dropFirst() {
      guard let name = try /name: "([\w-]+)"/.firstMatch(in: part)?.1,
        FileManager.default.fileExists(atPath: package.appending(path: "Sources/\(name)").path)
      else { continue }
      let list = try /(?s)dependencies: \[(.*?)\](?:,|\))/.firstMatch(in: part)?.1 ?? ""
      var dependencies = Set(list.matches(of: /"([\w-]+)"/).map { String($0.1) })
      for (variable, module) in names where list.contains(variable) { dependencies.insert(module) }
      result[String(name)] = dependencies
    }
    return result
  }

  private static func imports(of target: String) throws -> [(file: String, module: String)] {
    let folder = package.appending(path: "Sources/\(target)")
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return try (files ?? []).filter { $0.hasSuffix(".swift") }.flatMap { file in
      try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        .split(separator: "\n")
        .compactMap {
          try /^\s*(?:@\w+ )*(?:public |package |internal )?import (\w+)/.firstMatch(in: $0)
        }
        .map { (file: "\(target)/\(file)", module: String($0.1)) }
    }
  }

  /// Targets without Swift, and system libraries: their includes are not looked at.
  private static let inC: Set = ["CLinux", "CStartup"]

  @Test func `the page has a row for each target, with its dependencies`() throws {
    let (table, manifest) = (try Self.table(), try Self.manifest())
    #expect(table.count > 15, "the table was not read")
    #expect(table.keys.sorted() == manifest.keys.sorted())
    for (name, dependencies) in manifest {
      #expect(table[name]?.sorted() == dependencies.sorted(), "\(name)")
    }
  }

  @Test func `a module imports what it depends on, all of it and nothing else`() throws {
    for (target, dependencies) in try Self.manifest() where !Self.inC.contains(target) {
      let imports = try Self.imports(of: target)
      #expect(!imports.isEmpty || dependencies.isEmpty, "no imports were found in \(target)")
      let isTool = target.hasPrefix("generate-")
      for (file, module) in imports {
        #expect(
          Self.system.union(dependencies).contains(module) || isTool && module == "Foundation",
          "\(file) imports \(module)")
      }
      let imported = Set(imports.map(\.module))
      for dependency in dependencies where !Self.inC.contains(dependency) {
        #expect(imported.contains(dependency), "\(target) does not need \(dependency)")
      }
    }
  }

  @Test func `the way of run does not touch the argument parser`() throws {
    for (file, module) in try Self.imports(of: "SekatTool")
    where file.contains("/Run/") && !file.hasSuffix("/Run.swift") {
      #expect(module != "ArgumentParser", "\(file) imports \(module)")
    }
  }
}
