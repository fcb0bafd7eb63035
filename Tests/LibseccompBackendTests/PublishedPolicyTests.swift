#if Libseccomp
  import FilterProof
  import Foundation
  import LinuxABI
  import SeccompFilter
  import SeccompPolicy
  import SourceDiagnostics
  import Testing

  @testable import LibseccompBackend

  /// Policies of other tools that are no JSON, as they are published.
  @Suite struct PublishedPolicyTests {
    private static let published: [String] = {
      guard let folder = ProcessInfo.processInfo.environment["SEKAT_PROFILES"] else { return [] }
      let found = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      let endings = [".policy", ".service", ".conf"]
      return found.filter { name in endings.contains { name.hasSuffix($0) } }.sorted()
        .map { "\(folder)/\($0)" }
    }()

    @Test(
      .enabled(
        if: !published.isEmpty,
        "SEKAT_PROFILES names no folder with policies of minijail, systemd or kafel"),
      arguments: published)
    func `both compilers make the same of a published policy`(path: String) throws {
      for machine in [ABI.x86_64, .aarch64].compactMap(Machine.init) {
        for reader in [nil] + MinijailReader.allCases {
          var circumstances = Circumstances.standard
          circumstances.minijailReader = reader
          var diagnostics: [Diagnostic] = []
          let policy = PolicyLoader.load(
            path, builtins: .shipped, circumstances: circumstances, judgesFiles: false,
            diagnostics: &diagnostics)
          guard let resolved = policy?.resolve(for: machine, diagnostics: &diagnostics) else {
            // Files that are not there, and what their own loaders refuse.
            let known: Set = [
              "unreadable", "cycle", "refused-by-dialect", "two-dialects", "unknown-policy",
              "duplicate-entry", "no-profile",
            ]
            #expect(Set(diagnostics.map(\.id)).isSubset(of: known), "\(diagnostics)")
            continue
          }
          let native = try NativeBackend().program(for: resolved.filter)
          let other = try LibseccompBackend().program(for: resolved.filter)
          let prover = FilterProver()
          #expect(
            try prover.compare(.filter(resolved.filter), .program(native), on: machine) == .equal)
          #expect(try prover.compare(.program(native), .program(other), on: machine) == .equal)
        }
      }
    }
  }
#endif
