#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the kernel says of the filters that a thread has, and of its power over those of others.
struct ProcessStatus {
  /// How many filters there are, `Seccomp_filters:`; `nil` where the kernel does not say.
  var filterCount: Int?
  /// Whether there is any, `Seccomp: 2`.
  var isFiltered = false
  /// Whether it has CAP_SYS_ADMIN, in whichever user namespace.
  var isAdministrator = false

  /// The calling thread's.
  static var current: ProcessStatus { read("/proc/thread-self/status") }

  /// That of a process or thread.
  static func of(_ process: Int32) -> ProcessStatus { read("/proc/\(process)/status") }

  /// Reads a file of /proc; where it cannot be read, nothing is known.
  private static func read(_ path: String) -> ProcessStatus {
    var status = ProcessStatus()
    guard let text = ProcText.read(path) else { return status }
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
      guard words.count == 2 else { continue }
      switch words[0] {
      case "Seccomp:": status.isFiltered = words[1] == "2"
      case "Seccomp_filters:": status.filterCount = Int(words[1])
      case "CapEff:": status.isAdministrator = (UInt64(words[1], radix: 16) ?? 0) >> 21 & 1 == 1
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

/// Files and links of /proc.
enum ProcText {
  /// Reads a file; `nil` where it cannot be read.
  static func read(_ path: String) -> String? {
    // The longest that is read here is a little over a kilobyte, and longer with many CPUs.
    guard let file = OpenFile(CPath(path.utf8)), let bytes = file.read(16_384) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Where a link leads; `nil` where there is none.
  static func link(_ path: String) -> String? {
    var target = [UInt8](repeating: 0, count: 256)
    let count = unsafe target.withUnsafeMutableBytes { bytes in
      unsafe bytes.baseAddress.map { unsafe readlink(path, $0, bytes.count) } ?? -1
    }
    return count < 0 ? nil : String(decoding: target[..<count], as: UTF8.self)
  }
}
