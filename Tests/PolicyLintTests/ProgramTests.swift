import Testing

@testable import PolicyLint

/// Rules that speak of policies and of compiled filters alike.
@Suite struct ProgramTests {
  private let x86: UInt32 = 0xc000_003e

  @Test func `a list of what is forbidden without a guard for x32`() throws {
    let lines: [Line] = [
      .load(4), .equal(x86, 0, 3), .load(0), .equal(161, 1, 0), .end(allow), .end(kill),
    ]
    let found = try findings(of: X32Laxer.self, in: lines)
    #expect(
      found.map(\.problem) == [
        "'chroot' is denied to x86_64 and allowed through x32, as number 0x400000a1"
      ])
    let guarded: [Line] = [
      .load(4), .equal(x86, 0, 4), .load(0), .anyBit(0x4000_0000, 2, 0), .equal(161, 1, 0),
      .end(allow), .end(kill),
    ]
    #expect(try findings(of: X32Laxer.self, in: guarded).isEmpty)
    #expect(try findings(of: DefaultAllows.self, in: guarded).map(\.line) == [6])
  }

  @Test func `a forgotten relative`() throws {
    // chmod, fchmod and fchmodat are denied; fchmodat2 is not.
    let lines: [Line] = [
      .load(4), .equal(x86, 0, 6), .load(0), .anyBit(0x4000_0000, 4, 0), .equal(90, 3, 0),
      .equal(91, 2, 0), .equal(268, 1, 0), .end(allow), .end(kill),
    ]
    let found = try findings(of: RelativeLeftOpen.self, in: lines)
    #expect(found.map(\.line) == [9])
    #expect(found.first?.problem.contains("'fchmodat2' does it all the same") == true)
  }

  @Test func `a grant in a list of what is allowed`() throws {
    let lines: [Line] = [
      .load(4), .equal(x86, 0, 3), .load(0), .equal(101, 0, 1), .end(allow), .end(deny),
    ]
    let found = try findings(of: TracingGranted.self, in: lines)
    #expect(found.map(\.line) == [5])
    #expect(try findings(of: StartUpBlocked.self, in: lines).count == 1)
  }

  @Test func `what one instruction allows is one finding`() throws {
    let lines: [Line] = [
      .load(4), .equal(x86, 0, 4), .load(0), .equal(310, 2, 0), .equal(311, 1, 0), .end(deny),
      .end(allow),
    ]
    let found = try findings(of: ProcessAccessGranted.self, in: lines)
    #expect(found.map(\.line) == [7])
    #expect(
      found.first?.problem.hasPrefix("'process_vm_readv' and 'process_vm_writev' are allowed")
        == true)
  }
}
