/// A page of the documentation that the program can print.
struct ManualPage {
  /// What `sekat help` calls it.
  let topic: String
  /// The name of its file, by which other pages link to it.
  let name: String
  private let content: () -> [UInt8]

  /// The page, in Markdown.
  var text: String { String(decoding: content(), as: UTF8.self) }

  /// Every page.
  ///
  /// The bytes of those that nobody asks for are not touched.
  static var all: [ManualPage] {
    [
      ManualPage(topic: "policy", name: "PolicyFormat") { PackageResources.PolicyFormat_md },
      ManualPage(topic: "troubleshooting", name: "WhenItBreaks") {
        PackageResources.WhenItBreaks_md
      },
      ManualPage(topic: "diagnostics", name: "Diagnostics") { PackageResources.Diagnostics_md },
      ManualPage(topic: "commands", name: "CommandLine") { PackageResources.CommandLine_md },
      ManualPage(topic: "conversion", name: "Conversion") { PackageResources.Conversion_md },
      ManualPage(topic: "grids", name: "Grids") { PackageResources.Grids_md },
      ManualPage(topic: "queries", name: "Queries") { PackageResources.Queries_md },
      ManualPage(topic: "simulation", name: "Simulation") { PackageResources.Simulation_md },
      ManualPage(topic: "launching", name: "Launching") { PackageResources.Launching_md },
      ManualPage(topic: "supervision", name: "Supervision") { PackageResources.Supervision_md },
      ManualPage(topic: "proofs", name: "Proofs") { PackageResources.Proofs_md },
      ManualPage(topic: "bounds", name: "Bounds") { PackageResources.Bounds_md },
      ManualPage(topic: "threats", name: "Threats") { PackageResources.Threats_md },
    ]
  }

  /// What is printed for the link to a page: the command that shows it, if one does.
  ///
  /// - Parameter name: The name of the page's file.
  /// - Returns: Markdown.
  static func reference(to name: String) -> String {
    switch name {
    case "LintRules": "`sekat lint --explain all`"
    case "Groups": "`sekat syscalls @`"
    default: all.first { $0.name == name }.map { "`sekat help \($0.topic)`" } ?? name
    }
  }
}
