import Testing

@testable import CallDecoding

/// Files of `/proc` with what processes may write into them.
@Suite struct ProcessTextTests {
  private static let maps = """
    55550000-55552000 r-xp 00001000 fe:00 99      /opt/a tool (deleted)
    7f0000000000-7f0000001000 r-xp 00000000 00:00 0 
    7f0000001000-7f0000002000 r--p 00010000 fe:00 99     /lib/x\u{1b}.so
    nonsense
    ffff-x r-xp
    7ffff7fc1000-7ffff7fc3000 r-xp 00000000 00:00 0      [vdso]
    ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
    """

  @Test(
    arguments: [
      (0x5555_0010, "/opt/a tool (deleted)+0x1010"), (0x5555_2000, "0x55552000"),
      (0x7f00_0000_0010, "0x7f0000000010"), (0x7f00_0000_1010, #"/lib/x\u{1b}.so+0x10010"#),
      (0x7fff_f7fc_1a00, "[vdso]+0xa00"), (0xffff_ffff_ff60_0000, "[vsyscall]+0x0"),
      (0, "0x0"), (.max, "0xffffffffffffffff"),
    ] as [(UInt64, String)])
  func `the place of an instruction`(address: UInt64, expected: String) {
    #expect(CallSite(address, maps: Array(Self.maps.utf8)[...]).text == expected)
  }

  private static func identity(_ status: String) -> ProcessIdentity? {
    ProcessIdentity(status: Array(status.utf8)[...])
  }

  @Test func `the identity of a thread`() {
    let status = "Name:\ta \\n\u{1b}: b\nUmask:\t0022\nTgid:\t10\nNgid:\t0\nPid:\t12\nPPid:\t1\n"
    #expect(
      Self.identity(status)?.text == #"'a \n\u{1b}: b'[10/12]"#)
    #expect(Self.identity("Name:\t\nTgid:\t10\nPid:\t10\n")?.text == "''[10]")
    #expect(
      Self.identity("Name:\ta'[1]\nTgid:\t10\nPid:\t10\n")?.text == #"'a\'[1]'[10]"#)
    #expect(Self.identity("Name:\tpython3.11\nTgid:\t10\nPid:\t10\n")?.text == "python3.11[10]")
    #expect(Self.identity("Name:\tx\nTgid:\tten\nPid:\t10\n") == nil)
    #expect(Self.identity("") == nil)
    #expect(ProcessIdentity(process: 7, name: "a\n").text == #"'a\n'[7]"#)
  }
}
