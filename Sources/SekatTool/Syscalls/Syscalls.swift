import ArgumentParser
import LinuxABI
import Sekat

/// `sekat syscalls`.
struct Syscalls: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what sekat knows of system calls: numbers, arguments, groups.",
    usage: "sekat syscalls [NAME | NUMBER | @GROUP | @]",
    discussion: """
      \(ExitStatus.table())

      EXAMPLES
        sekat syscalls openat       (numbers, arguments, groups, since when)
        sekat syscalls 257          (the call of this number, on every ABI)
        sekat syscalls @basic-io    (the members of a group)
        sekat syscalls @            (the groups)
        sekat syscalls              (all calls)
      """)

  @Argument(help: "A name, a number, '@GROUP', or '@' for the list of groups.")
  var subject: String?

  @OptionGroup(title: "Output") var choice: Choice
  @OptionGroup(title: "Output") var output: FormatOption
  @OptionGroup(title: "Output") var look: LookOptions

  /// What is shown.
  struct Choice: ParsableArguments {
    @Option(help: "Only this ABI.")
    var abi: String?
  }

  func run() throws {
    let abis = try choice.abi.map { [try ABI.known(as: $0)] } ?? ABI.allCases
    let report = try SyscallReport(on: subject, abis: abis)
    switch output.format {
    case .text: Terminal.print(report.text, terminator: "")
    case .json: Terminal.print(report.json, terminator: "")
    }
  }
}
