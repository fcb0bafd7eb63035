import ArgumentParser
import LinuxABI
import Sekat

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

  @OptionGroup var output: FormatOption

  func run() throws {
    let abis = try abi.map { [try ABI.known(as: $0)] } ?? ABI.allCases
    let report = try SyscallReport(on: subject, abis: abis)
    switch output.format {
    case .text: Terminal.print(report.text, terminator: "")
    case .json: Terminal.print(report.json, terminator: "")
    }
  }
}
