import ArgumentParser
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
