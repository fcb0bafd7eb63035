import ArgumentParser
import TestSupport
import Testing

@testable import SekatTool

/// The two readers of the command line of `run` agree.
@Suite struct RunArgumentsTests {
  /// What the general parser makes of a command line.
  private func declared(_ words: [String]) -> RunOptions? {
    try? Run.parse(words).options()
  }

  /// What the fast one makes of it.
  private func read(_ words: [String]) -> RunOptions? {
    guard case .run(let options) = RunArguments.parse(words) else { return nil }
    return options
  }

  @Test(arguments: [
    ["ls"], ["--", "ls"], ["ls", "-l", "--", "x"], ["--", "ls", "-p", "x"], ["-p", "a", "ls"],
    ["-p", "a", "--policy", "b", "--policy=c", "--", "ls"], ["--filter", "f", "--", "ls"],
    ["--filter=f", "ls"], ["--backend", "native", "ls"], ["--backend=native", "-p", "a", "ls"],
    ["--insecure-policy", "ls"], ["-p", "-", "ls"], ["-p", "a", "--insecure-policy", "--", "--"],
    ["ls", "--insecure-policy", "--backend", "x"], ["-p=a", "ls"],
    ["-pa", "ls"], ["-pbuiltin:offline", "-pb.json", "--", "ls"],
    ["--log", "ls"], ["-q", "ls"], ["--quiet", "-p", "a", "ls"], ["--color", "never", "ls"],
    ["--color=always", "-q", "--log", "ls"],
  ])
  func `they understand the same`(words: [String]) throws {
    let options = try #require(read(words), "\(RunArguments.parse(words))")
    #expect(declared(words) == options)
  }

  @Test(arguments: [
    [], ["--"], ["-p", "a"], ["-p"], ["--policy"], ["--filter"], ["--backend"],
    ["--backend", "llvm", "ls"], ["--backend=", "ls"], ["--insecure-policy"],
    ["--insecure-policy=yes", "ls"], [""], ["--", ""], ["--color", "red", "ls"], ["--color"],
    ["--log=yes", "ls"], ["--timeout", "x", "ls"], ["--timeout", "-1", "ls"],
    ["--timeout", "0", "ls"], ["--status-fd", "-1", "ls"], ["--uid", "root", "ls"],
    ["--uid", "4294967295", "ls"], ["--gid", "+1", "ls"], ["--groups", "1,", "ls"],
    ["--setenv", "A", "ls"], ["--setenv", "=b", "ls"], ["--unsetenv", "A=b", "ls"],
    ["--unsetenv", "", "ls"], ["--rlimit", "nofile", "ls"], ["--rlimit", "nofiles=1", "ls"],
    ["--rlimit", "nofile=2:1", "ls"], ["--rlimit", "nofile=1:2:3", "ls"],
    ["--rlimit", "nofile=", "ls"], ["--rlimit", "as=99999999999999999999", "ls"],
    ["--rlimit", "as=18014398509481984K", "ls"], ["--format", "yaml", "ls"],
    ["--caps", "sys_adm", "ls"], ["--caps", "chown,", "ls"], ["--kernel", "6", "ls"],
    ["--kernel", "six", "ls"], ["--dialect", "crate", "ls"], ["--learn", "-p", "a", "ls"],
    ["--report", "--explain", "ls"],
    ["-p", "-x", "ls"],
  ])
  func `they refuse the same`(words: [String]) {
    #expect(read(words) == nil)
    #expect(declared(words) == nil)
    guard case .mistake(let reason) = RunArguments.parse(words) else {
      Issue.record("\(RunArguments.parse(words))")
      return
    }
    #expect(!reason.isEmpty)
  }

  @Test func `an unknown option is not taken for the command`() {
    #expect(
      RunArguments.parse(["--polici", "a", "ls"])
        == .mistake("unknown option '--polici'; did you mean '--policy'?"))
    #expect(
      RunArguments.parse(["--xyz", "ls"]) == .mistake("unknown option '--xyz'"))
  }

  @Test(arguments: [["-h"], ["--help"], ["-p", "a", "--help", "ls"]])
  func `a request for help is no mistake`(words: [String]) {
    #expect(RunArguments.parse(words) == .help)
  }

  @Test func `the version is that of sekat, before the command alone`() throws {
    #expect(RunArguments.parse(["--version"]) == .version)
    #expect(RunArguments.parse(["-p", "a", "--version", "ls"]) == .version)
    #expect(read(["ls", "--version"])?.command == ["ls", "--version"])
    let result = try TestSupport.run(builtProduct("sekat"), ["run", "--version"])
    #expect(result.output == "\(SekatCommand.version)\n" && result.ending == .exit(0))
  }

  @Test func `help after the command is the command's`() {
    #expect(read(["ls", "--help"])?.command == ["ls", "--help"])
    #expect(read(["--", "--help"])?.command == ["--help"])
  }

  @Test func `a policy may follow its letter, whatever is in its path`() {
    let options = read(["-p./a=b", "-p=c", "ls"])
    #expect(options != nil && options == read(["-p", "./a=b", "-p", "c", "ls"]))
  }

  @Test func `a second filter is refused`() {
    #expect(
      RunArguments.parse(["--filter", "a", "--filter", "b", "ls"])
        == .mistake("'--filter' may be given only once"))
  }

  /// Every option of the table, in every spelling, with a value that it takes.
  private static let spelled: [[String]] = RunOption.allCases.flatMap { option in
    option.spellings.flatMap { spelling in
      let value =
        switch option {
        case .color: "always"
        case .format: "json"
        case .timeout, .statusFD, .uid, .gid: "7"
        case .groups: "1,2"
        case .caps: "net_admin,CAP_SYS_ADMIN"
        case .kernel: "4.8"
        case .thread: "vmm"
        case .dialect: "firecracker"
        case .setenv: "A=b=c"
        case .rlimit: "nofile=4K:unlimited"
        default: "native"
        }
      return option.takesValue
        ? [[spelling, value], ["\(spelling)=\(value)"]] : [[spelling]]
    }
  }

  @Test(arguments: spelled)
  func `each option of the table is read by both, and does something`(words: [String]) throws {
    let options = try #require(read(words + ["ls"]), "\(RunArguments.parse(words + ["ls"]))")
    #expect(declared(words + ["ls"]) == options)
    // The compiler is named as it would be anyway.
    if words[0].hasPrefix("--backend") { return }
    var others = options
    others.command = []
    #expect(others != RunOptions())
  }

  @Test func `the help lists the options of the table, and no others`() {
    let help = SekatCommand.helpMessage(for: Run.self, columns: 200)
    let listed = help.matches(of: /(?m)^  (?:-\w, )?--([a-z-]+)/).map { String($0.1) }
    #expect(listed.sorted() == (RunOption.allCases.map(\.name) + ["help", "version"]).sorted())
    for option in RunOption.allCases { #expect(help.contains(option.help)) }
  }
}
