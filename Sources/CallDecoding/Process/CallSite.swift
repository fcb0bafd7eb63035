import Toolbox

/// Where in which file the instruction is that made a call: `/usr/lib/libc.so.6+0x10f2a3`.
public struct CallSite: Hashable, Sendable {
  /// The address of the instruction.
  public let address: UInt64
  /// The file that is mapped there, escaped, or a name in brackets such as `[vdso]`; `nil` where the
  /// code is in no file, or the mappings cannot be read.
  public let module: String?
  /// Where the instruction is in the file.
  public let offset: UInt64

  /// How much of a list of mappings is read.
  private static let limit = 1 << 23

  /// Looks an address up among the mappings of a thread.
  ///
  /// - Parameters:
  ///   - address: The address of the instruction, as a filter sees it.
  ///   - thread: The number of the thread.
  public init(_ address: UInt64, in thread: Int32) {
    let file = try? OpenedFile.open("/proc/\(thread)/maps")
    let bytes = try? file?.bytes(atMost: Self.limit)
    self.init(address, maps: (bytes ?? [])[...])
  }

  /// Looks an address up in the text of `/proc/TID/maps`.
  init(_ address: UInt64, maps: ArraySlice<UInt8>) {
    self.address = address
    for line in maps.split(separator: UInt8(ascii: "\n")) {
      guard let mapping = MemoryMapping(line), mapping.range.contains(address) else { continue }
      offset = address - mapping.range.lowerBound &+ mapping.offset
      module = mapping.name.isEmpty ? nil : escaped(mapping.name)
      return
    }
    offset = 0
    module = nil
  }

  /// The module and the offset, or the address where there is no module.
  public var text: String {
    guard let module else { return hexadecimal(address) }
    return "\(module)+\(hexadecimal(offset))"
  }
}

/// A line of `/proc/TID/maps`.
private struct MemoryMapping {
  let range: Range<UInt64>
  let offset: UInt64
  let name: ArraySlice<UInt8>

  /// Reads `7f12a000-7f12b000 r-xp 00002000 08:01 4711     /usr/lib/libc.so.6`.
  init?(_ line: ArraySlice<UInt8>) {
    let blank = UInt8(ascii: " ")
    let fields = line.split(separator: blank, maxSplits: 5)
    guard fields.count >= 5 else { return nil }
    let ends = fields[0].split(separator: UInt8(ascii: "-")).map(Self.number)
    guard ends.count == 2, let start = ends[0], let end = ends[1], start <= end,
      let offset = Self.number(fields[2])
    else { return nil }
    range = start..<end
    self.offset = offset
    name = fields.count == 6 ? fields[5].drop { $0 == blank } : []
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
    UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
