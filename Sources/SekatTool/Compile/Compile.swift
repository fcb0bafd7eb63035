import ArgumentParser
import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Sekat
import SourceDiagnostics
import Toolbox
import TraceReplay

/// `sekat compile`.
struct Compile: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compiles a policy to a filter.",
    usage: "sekat compile POLICY [-o FILE] [--format FORM] [--target MACHINE]",
    discussion: """
      Prints a listing, or with -o writes raw instructions; --format says
      otherwise. What the filter costs goes to standard error. A file appears only
      when it is complete.

      \(ExitStatus.table(canBeUndecided: true))

      EXAMPLES
        sekat compile policy.json                  (the listing)
        sekat compile policy.json -o policy.bpf    (raw instructions)
        sekat compile -p policy.json --target aarch64 --format c
        sekat compile -p policy.json --backend libseccomp --format json
      """)

  /// What is written.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    /// `struct sock_filter` records, in the target's order of bytes.
    case raw
    /// One instruction a line, for people.
    case text
    /// The initializer of a C array.
    case c
    /// One JSON object.
    case json
  }

  @Argument(help: "The policy, as with -p.", completion: .policy)
  var policy: String?

  @OptionGroup(title: "Input") var input: Input
  @OptionGroup(title: "Output") var output: Output
  @OptionGroup(title: "Output") var look: LookOptions

  /// What is compiled, and how.
  struct Input: ParsableArguments {
    @Option(
      name: .policy,
      help: "A policy file, 'builtin:NAME', or '-'; by default \(PolicyInput.standard).",
      completion: .policy)
    var policy: String?

    @Option(name: .target, help: "The machine to compile for, by default this one.")
    var target: String?

    @OptionGroup var system: CircumstancesOption

    @OptionGroup var compiler: BackendOption

    @Option(
      help:
        "How often calls are made, as 'sekat simulate --profile' writes it: frequent ones are decided sooner.",
      completion: .file())
    var profile: String?
  }

  /// What is written.
  struct Output: ParsableArguments {
    @Option(
      name: [.customShort("o"), .customLong("output")], help: "The file to write, or '-'.",
      completion: .file())
    var output: String?

    @Option(help: "What to write: raw, text, c or json; by default text, and raw with -o.")
    var format: Form?
  }

  /// The policy that was named in one of two ways.
  private var reference: String { policy ?? input.policy ?? PolicyInput.standard }

  func validate() throws {
    if policy != nil && input.policy != nil {
      throw ValidationError("one policy is compiled, and two are named")
    }
    if input.profile != nil && input.compiler.backend != .native {
      throw ValidationError("'--profile' is for the native compiler")
    }
    try StandardInput.check([reference] + [input.profile].compactMap(\.self))
  }

  func run() throws {
    let machine = try Machine.named(input.target)
    let circumstances = try input.system.settled
    let loaded = try PolicyInput.load(reference, in: circumstances)
    try circumstances.requireUse(by: [loaded])
    let path = output.output
    try OutputFile.check(path, isNoneOf: loaded.ownFiles + [input.profile].compactMap(\.self))
    let policy = try PolicyInput.resolve(loaded, for: machine)
    let backend = try self.backend()
    let program: BPFProgram
    var proof = ProofCost()
    do throws(ProvedProgramError) {
      program = try backend.program(for: policy.filter, cost: &proof)
    } catch {
      throw SekatError(error, of: policy, from: input.compiler.backend)
    }
    let form = output.format ?? (path == nil || path == "-" ? .text : .raw)
    let bytes = Self.bytes(program, as: form, for: machine)
    if let path, path != "-" {
      try OutputFile.write(bytes, to: path)
    } else {
      Terminal.write(bytes)
    }
    let cost = FilterCost(of: program, for: policy.filter)
    Terminal.remark(
      "\(escaped(reference)): \(cost.summary); proved on every possible call, \(proof.nodes) nodes "
        + "(\(input.compiler.backend.rawValue), \(machine.name))\n")
  }

  /// The compiler, which knows the profile.
  private func backend() throws(SekatError) -> any FilterBackend {
    guard let path = input.profile else { return input.compiler.backend.backend }
    var diagnostics: [Diagnostic] = []
    guard let profile = CallProfile(try TextInput.read(path), diagnostics: &diagnostics) else {
      throw SekatError(diagnostics)
    }
    return NativeBackend(profile: profile)
  }

  private static func bytes(
    _ program: BPFProgram, as form: Form, for machine: Machine
  ) -> [UInt8] {
    let listing = FilterListing(program.instructions, for: machine)
    return switch form {
    case .raw:
      BPFInstruction.bytes(
        of: program.instructions, byteOrder: machine.byteOrder)
    case .text: Array(listing.text.utf8)
    case .c: Array(cArray(program).utf8)
    case .json: Array(listing.json.utf8)
    }
  }

  private static func cArray(_ program: BPFProgram) -> String {
    "static const struct sock_filter filter[\(program.instructions.count)] = {\n"
      + program.instructions.map(\.initializer).joined() + "};\n"
  }
}
