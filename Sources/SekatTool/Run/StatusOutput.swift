import Glibc
import SandboxLauncher
import Toolbox

/// The descriptor that is told how far a command has come, an object of JSON on each line.
final class StatusOutput {
  private var output: PatientOutput?
  /// What must stay open.
  let descriptors: [Int32]

  /// A descriptor of this process, which the command does not inherit.
  init(_ descriptor: Int32?) {
    output = descriptor.map { PatientOutput($0) }
    descriptors = descriptor.map { [$0] } ?? []
    if let descriptor, descriptor > 2 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
  }

  /// The command has been started.
  func started(_ process: Int32) {
    write { json in
      json.member("event", "started")
      json.member("pid", process)
    }
  }

  /// The command has ended.
  func ended(_ result: SupervisedEnding, isOfFilter: Bool) {
    write { json in
      switch result.ending {
      case .exit(let status):
        json.member("event", "exited")
        json.member("status", status)
      case .signal(let number):
        json.member("event", "killed")
        json.member("signal", number)
        json.member("byPolicy", number == SIGSYS && isOfFilter)
      }
      json.member("timedOut", result.isTimedOut)
    }
  }

  /// The command was not started after all.
  func failed() { write { $0.member("event", "failed") } }

  /// Writes nothing more, and has the other end see that unless it has not read all of it.
  func close() {
    guard let output, let descriptor = descriptors.first else { return }
    self.output = nil
    if descriptor > 2, output.finish(waiting: 100) { _ = Glibc.close(descriptor) }
  }

  private func write(_ members: (inout JSONWriter) -> Void) {
    guard let output else { return }
    var json = JSONWriter(.compact)
    json.object { members(&$0) }
    output.write(json.text)
  }
}
