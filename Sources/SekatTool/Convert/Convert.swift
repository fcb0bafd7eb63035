import ArgumentParser
import LinuxABI
import SeccompPolicy
import Sekat
import SourceDiagnostics
import Toolbox

/// `sekat convert`.
struct Convert: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a policy or compiled filter in another format, proved to be the same.",
    usage: "sekat convert (POLICY | FILE | --pid PID) --to FORMAT [-o FILE]",
    discussion: """
      What is written is read again as its own loader reads it, and compared with
      what it was made from, on every possible call. What a format cannot say is
      an error at the rule; with '--approximate stricter' such calls are refused
      instead, and each is named. No call gets further than before. What loaders
      decide by themselves, such as calls through other ABIs, is said on standard
      error.

      A compiled filter, or those of a process, become a policy with names and
      conditions.

      \(ExitStatus.table(canBeUndecided: true))

      EXAMPLES
        sekat convert policy.json --to docker -o profile.json
        sekat convert profile.json --to own
        sekat convert filter.bpf --to own
        sekat convert -p policy.json --to firecracker --name vmm
        sekat convert --pid 4711 --to own
      """)

  @Argument(
    help: "A policy file, 'builtin:NAME', or a compiled filter ('-': standard input).",
    completion: .policy)
  var subject: String?

  @OptionGroup(title: "Input") var input: Input
  @OptionGroup(title: "Input") var system: CircumstancesOption
  @OptionGroup(title: "Output") var output: Output
  @OptionGroup(title: "Output") var look: LookOptions

  /// What is converted.
  struct Input: ParsableArguments {
    @Option(name: .policy, help: "A policy file, 'builtin:NAME', or '-'.", completion: .policy)
    var policy: String?

    @Option(help: "The number of a process or thread, whose filters are converted.")
    var pid: Int32?

    @Option(name: .target, help: "The machine, by default this one.")
    var target: String?
  }

  /// What is written.
  struct Output: ParsableArguments {
    @Option(help: "The format that is written.")
    var to: ConversionFormat

    @Option(
      name: [.customShort("o"), .customLong("output")], help: "The file to write, or '-'.",
      completion: .file())
    var output: String?

    @Option(help: "What may be otherwise where the format cannot say all.")
    var approximate = Approximation.nothing

    @Option(help: "The name of the filter or manifest, by default the policy's.")
    var name: String?
  }

  /// What may be said instead of what a format cannot say.
  enum Approximation: String, CaseIterable, ExpressibleByArgument { case nothing, stricter }

  func validate() throws {
    let named = [subject, input.policy, input.pid.map { "\($0)" }].compactMap(\.self)
    guard named.count == 1 else {
      throw ValidationError("give one policy, one compiled filter, or '--pid'")
    }
    if let pid = input.pid {
      guard pid > 0 else { throw ValidationError("\(pid) is no number of a process") }
      guard input.target == nil else { throw ValidationError("'--target' belongs to a file") }
    }
  }

  func run() throws {
    let machine = try Machine.named(input.target)
    if let path = output.output, path != "-" {
      try OutputFile.checkIsNoFolder(path)
      try OutputFile.check(path, isNoneOf: [subject, input.policy].compactMap(\.self))
    }
    let source = try source(on: machine)
    try OutputFile.check(output.output, isNoneOf: source.files)
    if output.to.isCompiled {
      let compiled = try CompiledConversion(of: source, named: output.name)
      try write(compiled.bytes(as: output.to))
      return
    }
    var options = Conversion.Options(to: output.to)
    options.name = output.name
    options.approximates = output.approximate == .stricter
    let conversion = try Conversion(of: source, options)
    try write(Array(conversion.text.utf8))
    for remark in conversion.remarks { Terminal.remark("note: \(remark)\n") }
  }

  private func source(on machine: Machine) throws(SekatError) -> ConversionSource {
    let circumstances = try system.settled
    if let pid = input.pid {
      try circumstances.requireUse(by: [])
      return try ConversionSource(process: pid)
    }
    let found =
      if let policy = input.policy {
        try FilterInput(policy: policy, in: circumstances)
      } else { try FilterInput(subject ?? "-", for: machine, in: circumstances) }
    let policies: [Policy] = if case .policy(let policy) = found.content { [policy] } else { [] }
    try circumstances.requireUse(by: policies)
    return ConversionSource(try found.resolved(for: machine))
  }

  private func write(_ bytes: [UInt8]) throws(SekatError) {
    if let path = output.output, path != "-" {
      try OutputFile.write(bytes, to: path)
    } else {
      Terminal.write(bytes)
    }
  }
}

extension ConversionFormat: ExpressibleByArgument {}
