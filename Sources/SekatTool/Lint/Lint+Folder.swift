import PolicyLint
import Sekat
import SourceDiagnostics
import Toolbox

extension Lint {
  /// Lints all policies of a folder, and its workloads.
  func look(
    through folder: ManifestFolder, _ selection: LintSelection, _ reports: inout [LintReport],
    _ failures: inout [SekatError]
  ) {
    for file in folder.passedOver {
      Terminal.remark("sekat: passed over \(escaped(file.path)): \(file.reason)\n")
    }
    failures += folder.failures
    for entry in folder.policies {
      do throws(SekatError) {
        let input = try LintInput(entry, target: self.input.target, in: try system.settled)
        reports.append(try report(on: input, selection))
      } catch {
        if error.diagnostics.map(\.id) == ["missing-default"] {
          // A piece of other policies; alone it would not be one.
          Terminal.remark(
            "sekat: passed over \(escaped(entry.path)): it sets no 'default', and is linted with the "
              + "policies that extend it\n")
        } else {
          failures.append(error)
        }
      }
      if !folder.hasWorkloads { continue }
      let name = escaped(entry.path) + (entry.resource.map { ", \(quoted($0))" } ?? "")
      let users =
        entry.users.isEmpty ? "no workload in the folder" : entry.users.joined(separator: "; ")
      Terminal.remark("sekat: \(name): used by \(users)\n")
    }
    var workloads = folder.report
    workloads.keep(selection)
    if folder.hasWorkloads { reports.append(workloads) }
  }
}
