import Glibc
import LinuxABI
import Toolbox

/// An address of a socket: `{AF_INET, 127.0.0.1:80}`, `{AF_UNIX, "/run/log"}`.
struct SocketAddress {
  /// How many bytes the kernel takes at most: the size of `struct sockaddr_storage`.
  static let limit = 128

  private let words: MemoryWords
  private let bytes: ArraySlice<UInt8>
  private let abi: ABI

  init(_ words: MemoryWords, _ bytes: ArraySlice<UInt8>, on abi: ABI) {
    self.words = words
    self.bytes = bytes
    self.abi = abi
  }

  private static let families = ArgumentVocabulary(.value, of: "addrfams")

  /// The family and, for those that are common, the address; else the bytes.
  var text: String {
    guard bytes.count >= 2 else { return "{\(MemoryText.digits(bytes))}" }
    let number = words.number(at: 0, size: 2)
    let family = Self.families.text(of: number, width: 16, on: abi) ?? "\(number)"
    let rest = bytes.dropFirst(2)
    let address: String? =
      switch family {
      case "AF_UNIX": local(rest)
      case "AF_INET": inet
      case "AF_INET6": inet6
      case "AF_NETLINK": netlink
      default: nil
      }
    if let address { return "{\(family), \(address)}" }
    return rest.isEmpty ? "{\(family)}" : "{\(family), \(MemoryText.digits(rest))}"
  }

  /// A path, a name that begins with NUL and is shown with `@` instead, or none.
  private func local(_ bytes: ArraySlice<UInt8>) -> String {
    guard let first = bytes.first else { return "unnamed" }
    if first == 0 { return "@" + MemoryText.quoted(bytes.dropFirst(), isWhole: true) }
    return MemoryText.quoted(bytes.prefix { $0 != 0 }, isWhole: true)
  }

  private var port: UInt64 { words.number(at: 2, size: 2, isBigEndian: true) }

  private var inet: String? {
    guard bytes.count >= 16 else { return nil }
    let parts = bytes.dropFirst(4).prefix(4).map { "\($0)" }
    return "\(parts.joined(separator: ".")):\(port)"
  }

  private var inet6: String? {
    guard bytes.count >= 24, let address = Self.text(ofInet6: bytes.dropFirst(8).prefix(16))
    else { return nil }
    let scope = words.number(at: 24, size: 4)
    let flow = words.number(at: 4, size: 4, isBigEndian: true)
    return "[\(address)\(scope == 0 ? "" : "%\(scope)")]:\(port)"
      + (flow == 0 ? "" : ", flowinfo=\(hexadecimal(flow))")
  }

  private var netlink: String? {
    guard bytes.count >= 12 else { return nil }
    let groups = words.number(at: 8, size: 4)
    return "pid=\(words.number(at: 4, size: 4)), groups=\(groups == 0 ? "0" : hexadecimal(groups))"
  }

  /// The address in the form of RFC 5952, as the C library has it.
  private static func text(ofInet6 bytes: ArraySlice<UInt8>) -> String? {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let result = unsafe bytes.withUnsafeBytes { address in
      unsafe inet_ntop(AF_INET6, address.baseAddress, &text, socklen_t(text.count))
    }
    if unsafe result == nil { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
