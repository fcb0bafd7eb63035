import Toolbox

/// Who a thread is: its process and its name.
///
/// The name is what the thread calls itself, and says nothing about what it is.
public struct ProcessIdentity: Hashable, Sendable {
  /// The number of the thread.
  public let thread: Int32
  /// The number of the process that it belongs to.
  public let process: Int32
  /// The name of the thread, escaped: `comm`.
  public let name: String

  /// Looks a thread up in `/proc`; `nil` where there is none.
  ///
  /// - Parameter thread: The number of the thread.
  public init?(thread: Int32) {
    guard let file = try? OpenedFile.open("/proc/\(thread)/status"),
      let bytes = try? file.bytes(atMost: 1 << 16)
    else { return nil }
    self.init(status: bytes[...])
  }

  /// Who is known from elsewhere.
  ///
  /// - Parameters:
  ///   - process: The number of the process, and of its first thread.
  ///   - name: The name of that, as it is.
  public init(process: Int32, name: String) {
    (thread, self.process, self.name) = (process, process, escaped(name))
  }

  /// Reads the text of `/proc/TID/status`.
  init?(status: ArraySlice<UInt8>) {
    var name: ArraySlice<UInt8>?
    var (process, thread): (Int32?, Int32?)
    // They are among the first of some sixty lines, the rest of which is left as one.
    for line in status.split(separator: UInt8(ascii: "\n"), maxSplits: 10)
    where name == nil || thread == nil {
      func value(of key: StaticString) -> ArraySlice<UInt8>? {
        let key = key.description.utf8
        return line.starts(with: key)
          ? line.dropFirst(key.count).drop { $0 == UInt8(ascii: "\t") } : nil
      }
      func number(of key: StaticString) -> Int32? {
        value(of: key).flatMap { Int32(String(decoding: $0, as: UTF8.self)) }
      }
      name = name ?? value(of: "Name:")
      process = process ?? number(of: "Tgid:")
      thread = thread ?? number(of: "Pid:")
    }
    guard let thread, let process, let name else { return nil }
    self.thread = thread
    self.process = process
    // The kernel has escaped line feeds and backslashes already.
    self.name = escaped(name)
  }

  /// The identity on one line: `sh[4711]`, and `sh[4711/4712]` for a thread that is not the first one.
  ///
  /// A name is quoted if it could be taken for more than a name.
  public var text: String {
    let isPlain =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: ":"), UInt8(ascii: "/"):
          true
        default: false
        }
      }
    let shown = isPlain ? name : "'\(name.replacing("'", with: "\\'"))'"
    return "\(shown)[\(process)\(thread == process ? "" : "/\(thread)")]"
  }
}
