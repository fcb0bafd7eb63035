import Testing

@testable import PolicyLint

@Suite struct ProgramLengthTests {
  @Test func `hundreds of values`() throws {
    try expectFindings(
      of: ProgramLength.self,
      in:
        #"{ "architectures": ["x86_64"], "default": 1️⃣"kill-process", "kernel": "6.18", "rules": [{ "syscalls": ["lseek"], "where": { "offset": [\#(values(800))] } }] }"#,
      ["1️⃣": "of the 4096"])
  }

  @Test func `too long`() throws {
    try expectFindings(
      of: ProgramLength.self,
      in:
        #"{ "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18", "rules": [1️⃣{ "syscalls": ["lseek"], "where": { "offset": [\#(values(1500))] } }] }"#,
      ["1️⃣": "4096"])
  }

  @Test func `short`() throws {
    try expectNothing(
      of: ProgramLength.self,
      in: rules(
        """
        { "syscalls": ["read"] }
        """))
  }

  private func values(_ count: Int) -> String {
    (0..<count).map { "\($0 * 0x1_0000_0007)" }.joined(separator: ", ")
  }
}
