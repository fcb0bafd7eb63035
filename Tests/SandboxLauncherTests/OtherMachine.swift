import LinuxABI
import TestSupport
import Testing

/// Holds two policies to say the same on the machine that nothing was denied on.
///
/// - Parameters:
///   - policy: A policy.
///   - other: The same, changed by what a report says.
///   - folder: Where both are written.
///   - location: Where a failure is reported.
/// - Throws: What the system says where they cannot be compared.
func expectOthersTheSame(
  _ policy: String, _ other: String, in folder: TemporaryFolder,
  _ location: SourceLocation = #_sourceLocation
) throws {
  let target = Machine.native?.abi == .aarch64 ? "x86_64" : "aarch64"
  let paths = [
    try folder.write("before.json", policy), try folder.write("after.json", other),
  ]
  let diff = try run(builtProduct("sekat"), ["diff", "--target", target] + paths)
  #expect(diff.ending == .exit(0), "\(diff)\n\(other)", sourceLocation: location)
}
