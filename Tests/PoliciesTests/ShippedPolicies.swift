import Foundation
import LinuxABI
import SeccompPolicy
import SourceDiagnostics
import Testing

/// The folder `Policies` as it is on disk.
enum ShippedPolicies {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(component: "Policies")

  /// The names of the complete policies.
  static let profiles = [
    "default", "network-client", "network-server", "no-new-programs", "offline", "pure-compute",
    "read-only",
  ]

  /// The machines that they hold on.
  static let machines = [ABI.x86_64, .aarch64].compactMap(Machine.init)

  /// The names of the files of a kind, without their extension, relative to the folder.
  static func files(withExtension suffix: String) throws -> Set<String> {
    let files = try #require(FileManager.default.enumerator(atPath: folder.path))
    let paths = files.compactMap { $0 as? String }.filter { $0.hasSuffix(".\(suffix)") }
    return Set(paths.map { String($0.dropLast(suffix.count + 1)) })
  }

  /// The text of a file.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  /// A shipped policy, read as the program reads it.
  static func policy(_ name: String) throws -> Policy {
    var diagnostics: [Diagnostic] = []
    let policy = PolicyLoader.load(
      "builtin:\(name)", builtins: .shipped, diagnostics: &diagnostics)
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    return try #require(policy)
  }

  /// A shipped policy made ready for a machine.
  static func resolved(_ name: String, for machine: Machine) throws -> ResolvedPolicy {
    var diagnostics: [Diagnostic] = []
    let resolved = try policy(name).resolve(for: machine, diagnostics: &diagnostics)
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    return try #require(resolved)
  }
}
