import CLinux
import ClassicBPF
import SystemPackage

/// The end of a filter at which calls wait for their answers.
///
/// See seccomp_unotify(2).
struct NotificationListener: ~Copyable {
  /// A call that waits.
  struct Waiting {
    var identifier: UInt64
    var thread: Int32
    var data: SeccompData
  }

  /// How a call is answered.
  enum Answer: Hashable {
    /// It fails with an error number, or seems to succeed with 0.
    case errno(UInt16)
    /// The kernel carries it out.
    case goOn
  }

  /// The descriptor, which becomes readable when a call waits, and hangs up when no process is left that
  /// has the filter.
  let descriptor: Int32

  /// Takes a descriptor over.
  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    clinux_wake_synchronously(descriptor)
  }

  deinit { try? FileDescriptor(rawValue: descriptor).close() }

  /// The next call; `nil` where none waits any more, or its thread has just gone.
  ///
  /// It blocks where none waits, so it is asked only when there is something to read.
  func receive() -> Waiting? {
    var notification = clinux_notification()
    guard unsafe clinux_receive_notification(descriptor, &notification) == 0 else { return nil }
    let data = notification.data
    return Waiting(
      identifier: notification.identifier, thread: Int32(bitPattern: notification.thread),
      data: SeccompData(
        number: UInt32(bitPattern: data.nr), auditArchitecture: data.arch,
        instructionPointer: data.instruction_pointer,
        arguments: [
          data.args.0, data.args.1, data.args.2, data.args.3, data.args.4, data.args.5,
        ]))
  }

  /// Answers a call; its thread may have gone.
  func answer(_ call: Waiting, _ answer: Answer) {
    switch answer {
    case .errno(let number):
      _ = clinux_answer_notification(descriptor, call.identifier, Int32(number))
    case .goOn: _ = clinux_continue_notification(descriptor, call.identifier)
    }
  }

  /// Whether a call still waits, so that what was read of its thread's memory was its own.
  func stillWaits(_ call: Waiting) -> Bool {
    clinux_is_notification_valid(descriptor, call.identifier) != 0
  }
}
