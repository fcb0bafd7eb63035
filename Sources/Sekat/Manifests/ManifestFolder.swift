import Glibc
package import PolicyLint
import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// A folder that is looked through for policies and workloads.
package struct ManifestFolder {
  /// A policy in it.
  package struct Entry {
    /// The file, as messages call it.
    package let path: String
    /// Which document of the file, where it has several.
    package let document: Int?
    /// What it is called, if it is a resource of Kubernetes.
    package let resource: String?
    /// The workloads that use it, each with its place.
    package internal(set) var users: [String] = []
  }

  /// A file in which there is nothing to lint, and why.
  package struct PassedOver {
    package let path: String
    package let reason: String
  }

  private let root: String
  package private(set) var policies: [Entry] = []
  /// Findings about workloads.
  package private(set) var report = LintReport()
  package private(set) var passedOver: [PassedOver] = []
  /// What cannot be read, and may be a policy.
  package private(set) var failures: [SekatError] = []
  /// Whether there are workloads.
  package private(set) var hasWorkloads = false
  /// Whether there is nothing in it to say something about.
  package var isEmpty: Bool { policies.isEmpty && !hasWorkloads }
  /// How many bytes may still be read.
  private var allowance = 256 << 20

  /// Looks a folder through.
  ///
  /// - Parameter path: The folder.
  package init(_ path: String) {
    root = path.hasSuffix("/") ? String(path.dropLast()) : path
    var walk = FolderWalk(root)
    walk.look()
    failures += walk.failures
    for link in walk.links {
      passedOver.append(PassedOver(path: link, reason: "a symbolic link, which is not followed"))
    }
    look(at: walk.files)
  }

  /// Looks at files that were named one by one, as at those of a folder.
  ///
  /// - Parameter files: The files.
  package init(files: [String]) {
    root = ""
    look(at: files)
  }

  private mutating func look(at files: [String]) {
    var manifests: [Manifest] = []
    for path in files {
      if let manifest = read(path) { manifests.append(manifest) }
    }
    lint(manifests)
  }

  /// The files that are to be looked at together, where there are workloads or several policies in one.
  ///
  /// - Parameter references: What was named on a command line.
  /// - Returns: Those that are called like manifests, or nothing where each is a policy by itself.
  package static func manifests(among references: [String]) -> [String] {
    let files = references.filter {
      FolderWalk.isManifest($0) && !$0.hasPrefix("builtin:") && !isFolder($0)
    }
    let isAny = files.contains { path in
      var diagnostics: [Diagnostic] = []
      guard let source = SourceText(contentsOf: path, diagnostics: &diagnostics) else {
        return false
      }
      let manifest = Manifest(source, isYAML: !path.hasSuffix(".json"))
      return !manifest.workloads.isEmpty || manifest.policies.count > 1
    }
    return isAny ? files : []
  }

  /// Whether a path is a folder.
  package static func isFolder(_ path: String) -> Bool {
    guard path != "-", let file = try? OpenedFile.open(path) else { return false }
    return file.kind == S_IFDIR
  }

  private mutating func read(_ path: String) -> Manifest? {
    var diagnostics: [Diagnostic] = []
    guard let source = SourceText(contentsOf: path, diagnostics: &diagnostics) else {
      failures.append(SekatError(diagnostics))
      return nil
    }
    allowance -= source.bytes.count
    if allowance < 0 {
      failures.append(
        SekatError("\(escaped(path)): the files of the folder have more than 256 MiB in all"))
      return nil
    }
    if source.bytes.starts(with: "{{".utf8) || source.bytes.starts(with: "{{-".utf8) {
      passedOver.append(PassedOver(path: path, reason: "a template, which is not filled in"))
      return nil
    }
    let manifest = Manifest(source, isYAML: !path.hasSuffix(".json"))
    if !manifest.mistakes.isEmpty {
      if manifest.mentionsCalls {
        failures.append(SekatError(manifest.mistakes))
      } else {
        passedOver.append(
          PassedOver(path: path, reason: "it cannot be read: \(manifest.mistakes[0].message)"))
      }
    } else if manifest.policies.isEmpty && manifest.workloads.isEmpty {
      let others = manifest.others
      let reason =
        others.isEmpty
        ? "it says nothing"
        : others.prefix(3).joined(separator: ", ") + (others.count > 3 ? ", …" : "")
          + (others.count == 1 ? " is no policy" : " are no policies")
      passedOver.append(PassedOver(path: path, reason: reason))
    }
    return manifest
  }

  private mutating func lint(_ manifests: [Manifest]) {
    var profiles: [ManifestProfile] = []
    for manifest in manifests {
      let path = manifest.source.name
      for policy in manifest.policies {
        let resource = policy.resource?.name
        policies.append(Entry(path: path, document: policy.document, resource: resource))
        let relative = root.isEmpty ? path : String(path.dropFirst(root.count + 1))
        profiles.append(ManifestProfile(path: relative, resource: resource))
      }
    }
    hasWorkloads = manifests.contains { !$0.workloads.isEmpty }
    for manifest in manifests {
      report.append(Linter().lint(ManifestContext(manifest.workloads, beside: profiles)))
      for workload in manifest.workloads {
        for container in workload.containers {
          guard case .localhost(let name) = container.profile, let location = container.location
          else { continue }
          for index in profiles.indices where profiles[index].isMeant(by: name) {
            policies[index].users.append(
              "\(workload.phrase), container \(quoted(container.name)) (\(location))")
          }
        }
      }
    }
  }
}
