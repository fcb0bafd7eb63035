import Glibc
import SandboxLauncher
import Toolbox

/// The descriptor that is told how far a command has come, an object of JSON on each line.
struct StatusOutput {
  private let descriptor: Int32?

  /// A descriptor of this process, which the command does not inherit.
  init(_ descriptor: Int32?) {
    self.descriptor = descriptor
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
  func ended(_ ending: ChildEnding, isOfFilter: Bool, isTimedOut: Bool) {
    write { json in
      switch ending {
      case .exit(let status):
        json.member("event", "exited")
        json.member("status", status)
      case .signal(let number):
        json.member("event", "killed")
        json.member("signal", number)
        json.member("byPolicy", number == SIGSYS && isOfFilter)
      }
      json.member("timedOut", isTimedOut)
    }
  }

  /// The command was not started after all.
  func failed() { write { $0.member("event", "failed") } }

  private func write(_ members: (inout JSONWriter) -> Void) {
    guard let descriptor else { return }
    var json = JSONWriter(.compact)
    json.object { members(&$0) }
    try? writeAll(Array(json.text.utf8), to: descriptor)
  }
}
