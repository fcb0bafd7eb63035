import Glibc
import TestSupport

/// A folder with policies and files to launch, and `sekat run` in it.
struct LaunchFixture {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A policy for every machine that decides everything in one way, but for some rules.
  ///
  /// - Parameters:
  ///   - name: The name of its file.
  ///   - defaultAction: The action, in JSON.
  ///   - rules: The rules, in JSON.
  /// - Returns: The path.
  /// - Throws: What the system says where the file cannot be written.
  func policy(
    _ name: String = "policy.json", default defaultAction: String, rules: String = ""
  ) throws -> String {
    try folder.write(
      name,
      """
      { "architectures": ["x86_64", "aarch64"], "default": \(defaultAction),
        "rules": [\(rules)] }
      """)
  }

  /// Runs `sekat run` with these words.
  func sekat(_ words: String..., environment: [String]? = nil) throws -> ProcessResult {
    try run(builtProduct("sekat"), ["run"] + words, environment: environment)
  }
}

/// Shell commands of this system that the tests need.
enum Tool {
  /// A path that every Linux has.
  static let shell = "/bin/sh"
  /// Ends with status 0.
  static let yes = "/bin/true"
}
