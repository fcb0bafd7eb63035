import SourceDiagnostics
import TestSupport
import Testing
import TraceReplay

/// Calls of ABIs that a policy does not list.
@Suite struct ForeignLogTests {
  private static func report(_ logs: [String]) throws -> (report: ReplayReport, text: String) {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", #"{"architectures": ["x86_64"], "default": "allow"}"#)
    for (index, log) in logs.enumerated() { try folder.write("\(index).log", log) }
    let names = logs.indices.map { "\($0).log" }
    func sekat(_ arguments: [String]) throws -> ProcessResult {
      try run(builtProduct("sekat"), ["simulate"] + arguments, directory: folder.path)
    }
    var parts: [String] = []
    for name in names {
      let part = try sekat(["-p", "policy.json", "--format", "json", name])
      try folder.write("\(name).json", part.output)
      parts.append("\(name).json")
    }
    // Parts add up to what is said of the whole.
    let json = try sekat(["-p", "policy.json", "--format", "json"] + names)
    #expect(try sekat(["--merge", "--format", "json"] + parts).output == json.output)
    var diagnostics: [Diagnostic] = []
    let source = SourceText(name: "report", bytes: json.outputBytes)
    let report = try #require(ReplayReport(source, diagnostics: &diagnostics), "\(json)")
    return (report, try sekat(["-p", "policy.json"] + names).output)
  }

  private static let arm = "7 stat64(\"/a\", 0x7ffc) = 0\n7 geteuid32() = 0\n7 close(3) = 0\n"
  private static let mode = "[ Process PID=7 runs in 32 bit mode. ]\n7 vm86(0x1, 0x2) = 0\n"

  @Test func `a report names the ABI that a policy does not list`() throws {
    let (report, text) = try Self.report([Self.arm])
    #expect(report.foreignABIs.taken == ["i386"])
    #expect(report.foreignABIs.possible.contains("arm"))
    #expect(text.contains("by foreign, by default (the policy does not list i386)"), "\(text)")
    #expect(text.contains("note: all calls are taken to be of i386 (arm"), "\(text)")
    #expect(try Self.report([Self.mode]).report.foreignABIs.possible == ["ppc64le"])
    // No ABI has all that are in either.
    #expect(try Self.report([Self.arm, Self.mode]).report.foreignABIs.possible == [])
    #expect(try Self.report([Self.arm, ""]).report.foreignABIs == report.foreignABIs)
  }

  @Test func `a policy that lists the ABI of some calls is not asked for more`() throws {
    let native = "7 close(3) = 0\n7 mprotect(0x7313856fb000, 1, 0) = 0\n"
    for logs in [[native], [Self.arm, native], [native, Self.arm]] {
      let (report, text) = try Self.report(logs)
      #expect(report.foreignABIs.taken == [])
      #expect(!text.contains("are taken to be of"))
    }
  }
}
