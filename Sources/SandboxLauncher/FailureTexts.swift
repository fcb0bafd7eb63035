import SystemPackage

/// What the error numbers of a call mean, in the words of a launcher.
struct FailureTexts {
  /// One error number.
  struct Row {
    var errno: Errno
    var text: String
  }

  /// The numbers that there is something to say of.
  var rows: [Row]
  /// What is said of any other number.
  var other: String

  /// The words for a number.
  func text(for errno: Errno) -> String {
    rows.first { $0.errno == errno }?.text ?? other
  }

  /// Failures of execve(2) for a file that was there, and whose interpreters were, just before.
  static let execution = FailureTexts(
    rows: [
      Row(
        errno: .execFormatError,
        text: "the kernel knows no such format; a script needs a '#!' line, for no shell is asked"),
      Row(
        errno: .noSuchFileOrDirectory,
        text: "an interpreter that it needs is missing, or it has just been removed"),
      Row(
        errno: .permissionDenied,
        text: "permission denied by a security module, or permissions have just been changed"),
      Row(
        errno: .notPermitted,
        text: "an outer filter or a security module does not permit it"),
      Row(errno: .noFunction, text: "an outer filter does not permit it"),
      Row(
        errno: .argListTooLong,
        text: "its arguments and environment are larger than the kernel takes"),
      Row(errno: .textFileBusy, text: "it is open for writing"),
      Row(
        errno: .tooManySymbolicLinkLevels,
        text: "its '#!' lines lead in a circle, or through more files than the kernel follows"),
      Row(errno: .noMemory, text: "the kernel has not enough memory"),
      Row(
        errno: .resourceTemporarilyUnavailable,
        text: "its user has more processes than the limit allows"),
    ], other: "the kernel refuses it")

  /// Failures to open or to enter a directory.
  static let openDirectory = FailureTexts(
    rows: [
      Row(errno: .noSuchFileOrDirectory, text: "there is none"),
      Row(errno: .notDirectory, text: "it is no directory"),
      Row(errno: .permissionDenied, text: "permission denied"),
      Row(errno: .tooManyOpenFiles, text: "it takes a descriptor more than the limit allows"),
    ], other: "it cannot be entered")

  /// Failures to install a filter: the program was verified, its flags and actions are known.
  ///
  /// - Parameter status: What filters there were before.
  /// - Returns: The words.
  static func installation(_ status: ProcessStatus) -> FailureTexts {
    let before = status.filterCount.map { "; \($0) were there before" } ?? ""
    return FailureTexts(
      rows: [
        Row(
          errno: .noMemory,
          text: "the filters of a process may have 32768 instructions together, as the kernel"
            + " translates them and with 4 more for each filter\(before)"),
        Row(errno: .permissionDenied, text: "the kernel does not see no_new_privs"),
        Row(
          errno: .resourceBusy,
          text: "a process has one supervisor at most, and \(status.filters) has one already"),
        Row(
          errno: .tooManyOpenFiles,
          text: "a supervisor needs a descriptor more than the limit of open files allows"),
        Row(errno: .notPermitted, text: "\(status.filters) does not permit it"),
        Row(errno: .noFunction, text: "\(status.filters) does not permit it"),
        Row(errno: .invalidArgument, text: "the kernel refuses the program"),
      ], other: "the kernel refuses it")
  }
}
