import Foundation
import Testing

/// The table of modules in Architecture.md, held against the import lines of the sources.
@Suite struct LayeringTests {
  /// What each module may import of this package and of the packages it depends on.
  private static let allowed: [String: Set<String>] = [
    "SourceDiagnostics": [],
    "LinuxABI": [],
    "ClassicBPF": [],
    "JSONSyntax": ["SourceDiagnostics"],
    "SeccompFilter": ["ClassicBPF", "LinuxABI"],
    "FilterProof": ["SeccompFilter", "LinuxABI", "ClassicBPF"],
    "SeccompPolicy": [
      "JSONSyntax", "SourceDiagnostics", "FilterProof", "SeccompFilter", "LinuxABI", "ClassicBPF",
      "CLinux", "SystemPackage",
    ],
    "TraceReplay": [
      "SeccompPolicy", "SeccompFilter", "ClassicBPF", "LinuxABI", "JSONSyntax",
      "SourceDiagnostics",
    ],
    "PolicyLint": [
      "SeccompPolicy", "FilterProof", "SeccompFilter", "SourceDiagnostics", "LinuxABI",
      "ClassicBPF",
    ],
    "LibseccompBackend": ["SeccompFilter", "ClassicBPF", "LinuxABI", "CLinux", "CLibseccomp"],
    "SandboxLauncher": ["ClassicBPF", "CLinux", "SystemPackage"],
  ]

  /// What every module may import: the C library, and nothing heavier.
  private static let system: Set = ["Glibc", "Musl", "Synchronization"]

  private static var sources: URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources")
      .standardized
  }

  private static func imports(of target: String) throws -> [(file: String, module: String)] {
    let folder = sources.appending(path: target)
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    let swift = (files ?? []).filter { $0.hasSuffix(".swift") }
    try #require(!swift.isEmpty, "no sources in \(folder.path)")
    return try swift.flatMap { file in
      try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        .split(separator: "\n")
        .compactMap {
          try /^\s*(?:@\w+ )*(?:public |package |internal )?import (\w+)/.firstMatch(in: $0)
        }
        .map { (file: "\(target)/\(file)", module: String($0.1)) }
    }
  }

  @Test(arguments: allowed.keys.sorted())
  func `a module imports only what its layer may`(target: String) throws {
    let allowed = Self.system.union(Self.allowed[target] ?? [])
    for (file, module) in try Self.imports(of: target) {
      #expect(allowed.contains(module), "\(file) imports \(module)")
    }
  }

  @Test func `nothing in the executable imports Foundation`() throws {
    for (file, module) in try Self.imports(of: "SekatTool") {
      #expect(!module.hasPrefix("Foundation"), "\(file) imports \(module)")
    }
  }

  @Test func `the way of run does not touch the argument parser`() throws {
    for (file, module) in try Self.imports(of: "SekatTool") where file.contains("/Run/") && !file.hasSuffix("/Run.swift") {
      #expect(module != "ArgumentParser", "\(file) imports \(module)")
    }
  }
}
