import ArgumentParser

/// What is said besides, and how it looks: the same for every command.
struct LookOptions: ParsableArguments {
  @Flag(
    name: [.customShort("q"), .customLong("quiet")],
    help: .init(stringLiteral: LookOptions.quietHelp))
  var quiet = false

  @Option(help: .init(stringLiteral: LookOptions.colorHelp))
  var color: ColorChoice = .auto

  static let quietHelp = "Leaves remarks on standard error out; mistakes stay."
  static let colorHelp = "When to colour; auto means on a terminal, unless NO_COLOR is set."
}

/// When output is coloured.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// On a terminal, unless the variable NO_COLOR forbids it.
  case auto
  case always, never

  /// Their names, for messages.
  static let names = allCases.map(\.rawValue).joined(separator: ", ")
}

/// A command that says how its output is to look.
protocol ReportingCommand: ParsableCommand {
  var look: LookOptions { get }
}
