import Sekat
import SourceDiagnostics
import Testing

/// Lines of a grid that cannot be read, and what is said of them.
@Suite struct ExpectationGridTests {
  private func read(_ text: String) -> (lines: Int, mistakes: [String]) {
    var diagnostics: [Diagnostic] = []
    let source = SourceText(name: "grid", bytes: Array(text.utf8))
    let grid = ExpectationGrid(source, diagnostics: &diagnostics)
    return (
      grid.lines.count,
      diagnostics.map { "\($0.location.map { "\($0.start)" } ?? ""): \($0.message)" }
    )
  }

  @Test(arguments: [
    ("* read", "1:1: a line is 'ABI SYSCALL ARGUMENTS => VERDICT'; the '=>' is missing"),
    ("* read=>allow", "1:1: a line is 'ABI SYSCALL ARGUMENTS => VERDICT'; the '=>' is missing"),
    ("* => allow", "1:1: an ABI (or '*') and a system call must stand before '=>'"),
    ("=> allow", "1:1: an ABI (or '*') and a system call must stand before '=>'"),
    ("* read =>", "1:8: one verdict must stand after '=>'"),
    ("* read => allow log", "1:8: one verdict must stand after '=>'"),
    ("\tx86-64 read => allow", "1:2: unknown ABI 'x86-64'; did you mean 'x86_64'?"),
    ("vax read => allow", "1:1: unknown ABI 'vax'"),
  ])
  func `a line that cannot be read is reported`(line: String, message: String) {
    let (count, mistakes) = read("# comment\n\(line) # comment\n* write => log\n")
    #expect(mistakes == ["2" + message.dropFirst()])
    #expect(count == 1)
  }

  @Test(arguments: [
    "permit", "errno", "errno()", "errno(EPREM)", "errno(4096)", "errno(+1)", "errno(EPERM",
    "trap(65536)", "trap(-1)", "trace(x)", "allow(1)", "kill", "ALLOW",
  ])
  func `a verdict that is none is reported`(verdict: String) {
    #expect(
      read("* read => \(verdict)").mistakes == [
        "1:11: '\(verdict)' is no verdict: allow, log, errno(NAME), trap, trap(N), trace(N), "
          + "notify, kill-thread, kill-process"
      ])
  }

  @Test func `comments, blank lines and ends of lines of any kind are passed over`() {
    let (count, mistakes) = read(
      "# one\r\n\r\n* read => allow\r\n\t \n* #102 1 => log # 7\n#\n* write => errno(1)")
    #expect(mistakes == [])
    #expect(count == 3)
  }
}
