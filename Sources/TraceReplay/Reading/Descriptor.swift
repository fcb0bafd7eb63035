import Glibc
import Toolbox

/// An open file, pipe or terminal, which is closed with its owner.
struct Descriptor: ~Copyable {
  let number: Int32
  private let isOwned: Bool

  /// Standard input, which stays open.
  static var standardInput: Descriptor { Descriptor(number: 0, isOwned: false) }

  init(owning number: Int32) { self.init(number: number, isOwned: true) }

  private init(number: Int32, isOwned: Bool) {
    self.number = number
    self.isOwned = isOwned
  }

  deinit { if isOwned { close(number) } }

  /// Opens a file for reading; the error is the system's words.
  static func open(_ path: String, log: String) throws(ReplayError) -> Descriptor {
    let number = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    if number < 0 { throw ReplayError(log, SystemError.last.text) }
    return Descriptor(owning: number)
  }

  /// The type and permissions, `st_mode`, and the size in bytes.
  func status(log: String) throws(ReplayError) -> (mode: UInt32, size: Int) {
    var status = stat()
    if unsafe fstat(number, &status) != 0 { throw ReplayError(log, SystemError.last.text) }
    return (status.st_mode, Int(status.st_size))
  }

  /// Reads as many bytes as there are, at most `count`; 0 at the end.
  ///
  /// - Parameters:
  ///   - address: Where `count` bytes may be written.
  ///   - count: How many bytes to read at most.
  ///   - log: The log, for the error.
  /// - Returns: How many bytes were read.
  /// - Throws: ``ReplayError`` with the system's words.
  @unsafe func read(
    into address: UnsafeMutablePointer<UInt8>, count: Int, log: String
  ) throws(ReplayError) -> Int {
    while true {
      let result = unsafe Glibc.read(number, address, count)
      if result >= 0 { return result }
      if errno != EINTR { throw ReplayError(log, SystemError.last.text) }
    }
  }

  /// The first bytes of a file that can be read again; empty for pipes.
  func firstBytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let result = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(number, $0.baseAddress, count, 0)
    }
    return Array(bytes.prefix(max(result, 0)))
  }
}

/// The names in a directory, in no order.
func namesInDirectory(_ path: String, log: String) throws(ReplayError) -> [String] {
  guard let directory = unsafe opendir(path) else { throw ReplayError(log, SystemError.last.text) }
  defer { _ = unsafe closedir(directory) }
  var names: [String] = []
  while let entry = unsafe readdir(directory) {
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names
}
