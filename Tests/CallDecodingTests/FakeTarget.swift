import CallDecoding
import Synchronization

/// Memory and open files that a test makes up.
final class FakeTarget: TargetMemory, TargetFiles {
  private let regions: [(start: UInt64, bytes: [UInt8])]
  private let links: [TargetLink: String]
  private let count = Mutex(0)

  init(_ memory: [UInt64: [UInt8]] = [:], links: [TargetLink: String] = [:]) {
    regions = memory.map { ($0.key, $0.value) }.sorted { $0.start < $1.start }
    self.links = links
  }

  /// How many bytes of memory were asked for.
  var bytesRead: Int { count.withLock { $0 } }

  func read(_ count: Int, at address: UInt64, to bytes: inout [UInt8]) -> Int {
    for (start, content) in regions {
      guard address >= start, address - start < UInt64(content.count) else { continue }
      let part = content[Int(address - start)...].prefix(count)
      bytes += part
      self.count.withLock { $0 += part.count }
      return part.count
    }
    return 0
  }

  func read(_ link: TargetLink, to bytes: inout [UInt8]) -> Bool {
    guard let path = links[link] else { return false }
    bytes += Array(path.utf8)
    return true
  }
}

/// Numbers as they are in memory, one after the other.
func words(_ values: [UInt64], size: Int = 8, isBigEndian: Bool = false) -> [UInt8] {
  values.flatMap { value in
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    return isBigEndian ? bytes.reversed() : bytes
  }
}

/// A text with its end.
func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }
