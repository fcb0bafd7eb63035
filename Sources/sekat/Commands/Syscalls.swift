import ArgumentParser
import LinuxABI

/// `sekat syscalls`.
struct Syscalls: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what sekat knows of system calls: numbers, arguments, groups.",
    discussion: """
      EXAMPLES
        sekat syscalls openat       (numbers, arguments, groups, since when)
        sekat syscalls 257          (the call of this number, on every ABI)
        sekat syscalls @basic-io    (the members of a group)
        sekat syscalls @            (the groups)
        sekat syscalls              (all calls)
      """)

  @Argument(help: "A name, a number, '@GROUP', or '@' for the list of groups.")
  var subject: String?

  @Option(help: "Only this ABI.")
  var abi: String?

  @Option(help: "How to print: text or json.")
  var format: ReportFormat = .text

  func run() throws {
    let abis = try abi.map { [try CommandFailure.abi(named: $0)] } ?? ABI.allCases
    let report = try SyscallReport(on: subject, abis: abis)
    switch format {
    case .text: Terminal.print(report.text, terminator: "")
    case .json: Terminal.print(report.json, terminator: "")
    }
  }
}
