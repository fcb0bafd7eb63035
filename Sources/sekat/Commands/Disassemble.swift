import ArgumentParser
import ClassicBPF
import LinuxABI

/// `sekat disassemble`.
struct Disassemble: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the instructions of a compiled filter.",
    discussion: """
      The file holds raw 'struct sock_filter' records of 8 bytes, as 'sekat compile'
      and others write them. Instructions that the kernel would refuse are listed as
      well, and the reason for the refusal ends the listing.

      EXAMPLES
        sekat disassemble policy.bpf
        sekat compile -p policy.json --format raw | sekat disassemble -
      """)

  @Argument(help: "A file of raw instructions, or '-' for standard input.")
  var file: String

  @Option(
    name: [.customLong("target"), .customLong("arch")],
    help: "The machine that the filter is for, by default this one.")
  var target: String?

  @Option(help: "How to print: text or json.")
  var format: ReportFormat = .text

  func run() throws {
    let machine = try CommandFailure.machine(named: target)
    let filter = try RawFilter.read(file, for: machine)
    let listing = FilterListing(filter.instructions, for: machine)
    switch format {
    case .text: Terminal.print(listing.text, terminator: "")
    case .json: Terminal.print(listing.json)
    }
    if let refusal = listing.refusal { throw filter.failure(refusal, status: .found) }
  }
}
