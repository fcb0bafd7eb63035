import ArgumentParser
import ClassicBPF
import LinuxABI
import Sekat
import SourceDiagnostics
import Toolbox

/// `sekat disassemble`.
struct Disassemble: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the instructions of a compiled filter, or of a live process's filters.",
    usage: "sekat disassemble (FILE | --pid PID)",
    discussion: """
      The file holds raw 'struct sock_filter' records of 8 bytes, as 'sekat compile'
      and others write them. Instructions that the kernel would refuse are listed as
      well, and the reason for the refusal ends the listing.

      Of a process, all filters are listed in the order of their installation. Only
      root may read them. The process stops for a moment, and goes on with the call
      that it was in; where it could not, it is not stopped. What 'sekat run' has
      installed lets its own last calls through, which it knows by secret numbers.

      \(ExitStatus.table(found: "the kernel would refuse the filter"))

      EXAMPLES
        sekat disassemble policy.bpf
        sekat compile policy.json --format raw | sekat disassemble -
        sekat disassemble --pid 4711
      """)

  @Argument(
    help: "A file of raw instructions, or '-' for standard input.", completion: .file())
  var file: String?

  @OptionGroup(title: "Input") var input: Input
  @OptionGroup(title: "Output") var output: FormatOption
  @OptionGroup(title: "Output") var look: LookOptions

  /// What is listed.
  struct Input: ParsableArguments {
    @Option(help: "The number of a process or thread, instead of a file.")
    var pid: Int32?

    @Option(name: .target, help: "The machine that the filter is for, by default this one.")
    var target: String?
  }

  func validate() throws {
    if (file == nil) == (input.pid == nil) {
      throw ValidationError("one file or one process is needed: give a FILE, or '--pid'")
    }
    if let pid = input.pid {
      guard pid > 0 else { throw ValidationError("\(pid) is no number of a process") }
      guard input.target == nil else { throw ValidationError("'--target' belongs to a file") }
    }
  }

  func run() throws {
    let machine = try Machine.named(input.target)
    if let pid = input.pid { return try listFilters(of: pid, on: machine) }
    let filter = try RawFilter.read(file ?? "-", for: machine)
    let listing = FilterListing(filter.instructions, for: machine)
    switch output.format {
    case .text: Terminal.print(listing.text, terminator: "")
    case .json: Terminal.print(listing.json, terminator: "")
    }
    if let refusal = listing.refusal { throw filter.failure(refusal, kind: .refuted) }
  }

  private func listFilters(of pid: Int32, on machine: Machine) throws(SekatError) {
    let listings = try RawFilter.filters(of: pid)
      .map { FilterListing($0.instructions, for: machine) }
    switch output.format {
    case .text:
      if listings.isEmpty { Terminal.print("process \(pid) has no filter") }
      for (place, listing) in listings.enumerated() {
        let count = listing.count == 1 ? "1 instruction" : "\(listing.count) instructions"
        Terminal.print("filter \(place + 1) of \(listings.count), \(count)")
        Terminal.print(listing.text, terminator: "")
      }
    case .json:
      var writer = JSONWriter()
      writer.object { writer in
        writer.member("pid", pid)
        writer.array("filters") { writer in
          for listing in listings { writer.object { listing.write(into: &$0) } }
        }
      }
      Terminal.print(writer.text, terminator: "")
    }
  }
}
