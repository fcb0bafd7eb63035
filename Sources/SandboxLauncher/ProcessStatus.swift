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
  /// Whether the kernel says whether there is any.
  private var isKnown = false

  /// The calling thread's.
  static var current: ProcessStatus { read("/proc/thread-self/status") }

  /// That of a process or thread.
  static func of(_ process: Int32) -> ProcessStatus { read("/proc/\(process)/status") }

  /// Whether there is surely none: an outer filter can deny to read that, but not fake it.
  var isUnfiltered: Bool { isKnown && !isFiltered }

  /// Reads a file of /proc; where it cannot be read, nothing is known.
  private static func read(_ path: String) -> ProcessStatus {
    var status = ProcessStatus()
    guard let bytes = ProcText.bytes(of: path) else { return status }
    // Reading takes as long as a small launch does when every line becomes a string.
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      if let value = line.value(of: "CapEff:") {
        status.isAdministrator = (UInt64(value, radix: 16) ?? 0) >> 21 & 1 == 1
      } else if let value = line.value(of: "Seccomp:") {
        status.isKnown = true
        status.isFiltered = value == "2"
      } else if let value = line.value(of: "Seccomp_filters:") {
        status.filterCount = Int(value)
        break
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

extension ArraySlice<UInt8> {
  /// What follows on a line after a key and a tab.
  fileprivate func value(of key: StaticString) -> String? {
    let length = key.utf8CodeUnitCount
    guard unsafe first == key.utf8Start.pointee, count > length + 1,
      prefix(length).elementsEqual(key.description.utf8)
    else { return nil }
    return String(decoding: dropFirst(length + 1), as: UTF8.self)
  }
}

/// Files and links of /proc.
enum ProcText {
  /// Reads a file; `nil` where it cannot be read.
  static func read(_ path: String) -> String? {
    bytes(of: path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of a file; `nil` where it cannot be read.
  static func bytes(of path: String) -> [UInt8]? {
    // The longest that is read here is a little over a kilobyte, and longer with many CPUs.
    guard let file = OpenFile(CPath(path.utf8)) else { return nil }
    return file.read(16_384)
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
