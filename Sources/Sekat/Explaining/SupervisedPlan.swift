package import ClassicBPF
import FilterProof
import LinuxABI
package import SandboxLauncher

extension SupervisedFilters {
  /// The filters of a plan, changed for a supervisor, with the proof that nothing else has changed.
  ///
  /// - Parameters:
  ///   - filters: The filters in the order of installing them.
  ///   - exchange: How their answers are to differ.
  /// - Returns: Filters that decide as the others, but for the exchange.
  /// - Throws: ``SekatError`` where they cannot be changed, or that cannot be proved.
  package static func proved(
    _ filters: [InstalledFilter], exchanging exchange: ActionExchange
  ) throws(SekatError) -> SupervisedFilters {
    guard let machine = Machine.native else {
      throw SekatError("sekat does not know this machine, so it can launch nothing here")
    }
    let changed: SupervisedFilters
    do throws(LaunchError) {
      changed = try SupervisedFilters(filters, exchanging: exchange)
    } catch {
      throw SekatError("\(error)")
    }
    func stack(_ filters: [InstalledFilter]) -> Subject {
      .stack(filters.map { .program($0.program) })
    }
    let comparison: Comparison
    do throws(ProofError) {
      comparison = try FilterProver().compare(
        .exchanged(stack(filters), exchange), stack(changed.installed), on: machine)
    } catch {
      throw SekatError(undecided: error)
    }
    guard comparison == .equal else {
      throw SekatError("the filters for the supervisor are not what was asked for")
    }
    return changed
  }
}
