import CLinux
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A descriptor that a thread of its own writes to, for a supervisor that must not wait for a reader: a
/// pipe that nobody reads blocks whoever writes to it.
///
/// What is written waits in a queue, and is dropped where that is full. The first line makes the thread,
/// and that must be after the launch: see ``PreparedLaunch``.
@safe public final class PatientOutput {
  /// How many bytes wait at most.
  private static let capacity = 1 << 20
  /// How many milliseconds a line may take before its writer goes on without waiting: so it stands, as
  /// long as somebody reads, in front of what the command writes after it.
  private static let patience: Int32 = 100

  /// Where it writes.
  public let descriptor: Int32
  private var writer: OpaquePointer?
  /// How many lines were dropped.
  public private(set) var droppedLines = 0
  private var failure: Int32?

  /// An output that nothing has been written to.
  ///
  /// - Parameter descriptor: The descriptor, which has to stay open.
  public init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Writes whole lines, as well as that goes.
  ///
  /// - Parameters:
  ///   - lines: The lines.
  ///   - isLast: Whether they are kept also where the queue is full.
  public func write(_ lines: String, isLast: Bool = false) {
    let bytes = Array(lines.utf8)
    if unsafe writer == nil { unsafe writer = clinux_make_writer(descriptor, Self.capacity) }
    guard let writer = unsafe writer else {
      // No thread can be had, so there is nobody else to do it.
      do {
        try FileDescriptor(rawValue: descriptor).writeAll(bytes)
      } catch {
        note((error as? Errno)?.rawValue)
      }
      return
    }
    let number = unsafe bytes.withUnsafeBytes {
      unsafe clinux_write_patiently(writer, $0.baseAddress, $0.count, isLast ? 1 : 0, Self.patience)
    }
    if number == ENOBUFS {
      droppedLines += bytes.count { $0 == UInt8(ascii: "\n") }
    } else if number != 0 {
      note(number)
    }
  }

  /// Waits until all is written, or nothing could be for a while.
  ///
  /// - Parameter milliseconds: How long a while is; -1 is for ever.
  /// - Returns: Whether all is written that can be.
  public func finish(waiting milliseconds: Int32) -> Bool {
    guard let writer = unsafe writer else { return true }
    let number = unsafe clinux_await_writer(writer, milliseconds)
    if number == ETIMEDOUT { return false }
    if number != 0 { note(number) }
    return true
  }

  /// The error number for which not all of it was written; told once.
  public func takeFailure() -> Int32? {
    defer { failure = nil }
    return failure
  }

  private func note(_ number: Int32?) { failure = failure ?? number }
}
