import CLinux
import Glibc
import Toolbox

/// The kernel's audit, which tells of calls while they are made to those who may hear it.
///
/// auditd need not run, and is not disturbed.
public struct KernelAudit: ~Copyable {
  private let socket: OpenedFile
  private var bytes = [UInt8](repeating: 0, count: 16 * 1024)
  /// How many records have been said to be missing because they did not fit into the socket.
  private var overruns = 0
  /// How many records the kernel had lost before; `nil` where it does not say.
  private let lostBefore: Int?

  /// How many bytes of records wait for us: some thousands of them, of which many may come at once.
  private static let bufferSize: Int32 = 8 << 20

  /// Listens from now on.
  ///
  /// - Throws: ``ReplayError`` where the kernel tells this process nothing, and why.
  public init() throws(ReplayError) {
    socket = try Self.open()
    lostBefore = Self.lost
  }

  private static func open() throws(ReplayError) -> OpenedFile {
    let made = clinux_listen_to_audit(bufferSize)
    if made < 0 { throw error(refusal(Int32(-made))) }
    do throws(SystemError) {
      let socket = try OpenedFile(Int32(made))
      if !isOutsideFirstNetwork { return socket }
    } catch {
      throw Self.error(error.text)
    }
    throw error(
      "the kernel tells of calls in its first network namespace alone, and this is another one")
  }

  private static func error(_ reason: String) -> ReplayError {
    ReplayError(LogFile.kernelAudit, reason)
  }

  /// Why the kernel refuses a socket.
  private static func refusal(_ number: Int32) -> String {
    switch number {
    case EPROTONOSUPPORT, EAFNOSUPPORT:
      "the kernel has no audit: it was built without CONFIG_AUDIT, or started with audit=0"
    case EPERM, EACCES:
      "it takes CAP_AUDIT_READ, which root has, but not the root of a container or of another user "
        + "namespace"
    default: SystemError(number).text
    }
  }

  /// Whether the network namespace is surely not the first one, whose socket alone the audit knows.
  ///
  /// This setting is for all namespaces and shown in that one only; the other one each has.
  private static var isOutsideFirstNetwork: Bool {
    func has(_ setting: String) -> Bool {
      unsafe access("/proc/sys/net/core/\(setting)", F_OK) == 0
    }
    return has("somaxconn") && !has("netdev_max_backlog")
  }

  /// How many records the kernel has lost in all before anybody heard of them, if it says so.
  private static var lost: Int? {
    let count = clinux_audit_lost()
    return count < 0 ? nil : Int(count)
  }

  /// The actions of filters, as the kernel calls them, of which it makes no records though it could.
  public static var unrecordedActions: [String] {
    func words(of setting: String) -> [String]? {
      guard let file = try? OpenedFile.open("/proc/sys/kernel/seccomp/\(setting)"),
        let bytes = try? file.bytes(atMost: 4096)
      else { return nil }
      return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        .map(String.init)
    }
    guard let all = words(of: "actions_avail"), let logged = words(of: "actions_logged") else {
      return []
    }
    return all.filter { $0 != "allow" && !logged.contains($0) }
  }

  /// What becomes readable when there is something to hear.
  public var descriptor: Int32 { socket.descriptor }

  /// How many records did not fit since that was asked last.
  private var newOverruns: Int? {
    mutating get {
      let count = Int(clinux_audit_overruns(descriptor))
      if count < 0 { return nil }
      defer { overruns = count }
      return count - overruns
    }
  }
}

extension KernelAudit: AuditSource {
  mutating func next() throws(ReplayError) -> AuditNews? {
    let descriptor = descriptor
    let length = unsafe bytes.withUnsafeMutableBytes {
      unsafe Int(clinux_receive_audit(descriptor, $0.baseAddress, $0.count))
    }
    switch Int32(truncatingIfNeeded: -length) {
    case EAGAIN: return nil
    case ENOBUFS: return .missing(newOverruns)
    case let number where length < 0: throw Self.error(SystemError(number).text)
    default: return AuditNews(bytes.prefix(length), isWhole: length <= bytes.count)
    }
  }

  mutating func missing() -> [AuditNews] {
    var news: [AuditNews] = []
    if let count = newOverruns, count > 0 { news.append(.missing(count)) }
    if let lostBefore, let lost = Self.lost, lost > lostBefore {
      news.append(
        .unreadable(
          "the audit has lost \(lost - lostBefore) records meanwhile, of whatever kind; its limits are "
            + "shown by 'auditctl -s'"))
    }
    return news
  }
}
