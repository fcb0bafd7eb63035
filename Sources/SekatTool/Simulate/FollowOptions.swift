import ArgumentParser
import TraceReplay

/// What is followed in place of logs, and for how long.
struct FollowOptions: ParsableArguments {
  @Flag(help: "Follows what the kernel's audit tells of calls, instead of reading logs.")
  var follow = false

  @Option(
    name: .customLong("for"),
    help: .init("Follows for so long: 10s, 5m, 2h; by default until Ctrl-C.", valueName: "time"))
  var time: FollowTime?

  @Option(help: "Follows the calls of one process, by its number.")
  var pid: Int?

  @Option(help: "Follows the calls of threads with this name.")
  var comm: String?

  /// Of whose calls the records matter.
  var choice: AuditChoice { AuditChoice(process: pid, command: comm) }

  func validate() throws {
    if let pid, pid < 1 {
      throw ValidationError("'--pid' takes the number of a process, from 1 on")
    }
    if comm?.isEmpty == true {
      throw ValidationError("'--comm' takes the name of a thread, and not an empty word")
    }
    if follow { return }
    let options = [
      ("--for", time != nil), ("--pid", pid != nil), ("--comm", comm != nil),
    ]
    for (option, isGiven) in options where isGiven {
      throw ValidationError("'\(option)' says what to follow; it needs '--follow'")
    }
  }

  /// Complains of options that are about logs, of which none is read.
  ///
  /// - Parameter options: Each such option with whether it was given.
  /// - Throws: `ValidationError` about the first that was.
  func check(against options: [(String, Bool)]) throws {
    guard follow else { return }
    for (option, isGiven) in options where isGiven {
      throw ValidationError(
        "'--follow' hears the kernel of this machine and reads no logs; \(option) cannot go with it"
      )
    }
  }
}

/// A time that somebody is ready to wait: `10`, `10s`, `5m`, `2h`, `1d`.
struct FollowTime: ExpressibleByArgument {
  let seconds: Double

  init?(argument: String) {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    let unit = argument.last.flatMap { units[$0] }
    let digits = unit == nil ? argument[...] : argument.dropLast()
    guard digits.allSatisfy({ $0.isNumber || $0 == "." }), let number = Double(digits) else {
      return nil
    }
    seconds = number * (unit ?? 1)
    guard seconds > 0, seconds < 1e9 else { return nil }
  }
}
