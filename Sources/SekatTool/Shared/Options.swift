import ArgumentParser
import SeccompPolicy
import Sekat

/// Which compiler makes a filter.
struct BackendOption: ParsableArguments {
  @Option(help: "The compiler: \(BackendChoice.names).")
  var backend: BackendChoice = .native
}

/// How a report is printed, where there are two ways.
struct FormatOption: ParsableArguments {
  @Option(help: "How to print: text or json.")
  var format: ReportFormat = .text
}

/// One policy, which has a default.
struct PolicyOption: ParsableArguments {
  @Option(name: .policy, help: "A policy file, 'builtin:NAME', or '-'.", completion: .policy)
  var policy: String = PolicyInput.standard
}

/// Any number of policies.
struct PolicyStackOption: ParsableArguments {
  @Option(
    name: .policy, help: "A policy file, 'builtin:NAME', or '-'; several are taken as a stack.",
    completion: .policy)
  var policies: [String] = []
}

/// The system for which conditions of profiles are settled.
struct CircumstancesOption: ParsableArguments {
  @Option(help: ArgumentHelp(Self.capsHelp))
  var caps: String?

  @Option(help: ArgumentHelp(Self.kernelHelp))
  var kernel: String?

  @Option(help: ArgumentHelp(Self.threadHelp, valueName: "name"))
  var thread: String?

  @Option(help: ArgumentHelp(Self.dialectHelp))
  var dialect: String?

  static let capsHelp =
    "The capabilities that profiles of containers ask for, with commas; by default Docker's."
  static let kernelHelp =
    "The kernel's release that profiles of containers ask for, by default this one's."
  static let threadHelp = "The kind of thread whose filter is meant, where a file has several: vmm."
  static let dialectHelp =
    "Who reads the file, where that matters: \(Circumstances.dialects.joined(separator: ", "))."

  /// What was said, and the usual for what was not.
  var settled: Circumstances {
    get throws(SekatError) {
      try Circumstances(
        capabilities: caps, kernel: kernel, filterName: thread, dialect: dialect)
    }
  }
}

/// The ABI of the calls in a log.
struct LogABIOption: ParsableArguments {
  @Option(help: "The ABI of all calls; by default it is found out for each thread.")
  var abi: String?
}

extension NameSpecification {
  /// How a policy is named on every command line.
  static var policy: NameSpecification {
    [.customShort("p", allowingJoined: true), .customLong("policy")]
  }

  /// How a machine is named on every command line.
  static var target: NameSpecification { [.customLong("target"), .customLong("arch")] }
}

extension BackendChoice: ExpressibleByArgument {}

/// How a report is printed.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people.
  case text
  /// For programs: one JSON object.
  case json
}
