/// What the kernel says of the filters that a thread has.
struct ProcessStatus {
  /// How many filters there are, `Seccomp_filters:`; `nil` where the kernel does not say.
  var filterCount: Int?
  /// Whether there is any, `Seccomp: 2`.
  var isFiltered = false

  /// The calling thread's.
  static var current: ProcessStatus { read("/proc/thread-self/status") }

  /// That of a process or thread.
  static func of(_ process: Int32) -> ProcessStatus { read("/proc/\(process)/status") }

  /// Reads a file of /proc; where it cannot be read, nothing is known.
  private static func read(_ path: String) -> ProcessStatus {
    var status = ProcessStatus()
    // The file is a little over a kilobyte, and longer with many CPUs.
    guard let file = OpenFile(CPath(path.utf8)),
      let bytes = file.read(16_384)
    else { return status }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
      guard words.count == 2 else { continue }
      switch words[0] {
      case "Seccomp:": status.isFiltered = words[1] == "2"
      case "Seccomp_filters:": status.filterCount = Int(words[1])
      default: break
      }
    }
    return status
  }

  /// How many filters there are, in words.
  var filters: String {
    switch filterCount {
    case nil: isFiltered ? "the filters that are already on this process" : "an outer filter"
    case 0?: "an outer filter"
    case 1?: "the filter that is already on this process"
    case let count?: "one of the \(count) filters that are already on this process"
    }
  }
}
