import CLinux
import SystemPackage
import Toolbox

extension LaunchError {
  /// Why the last steps came to their end.
  init(_ refusal: clinux_refusal) {
    let errno = refusal.number == 0 ? nil : Errno(rawValue: refusal.number)
    let pretence = "an outer filter only pretends to do it"
    switch refusal.step {
    case CLINUX_SET_NO_NEW_PRIVILEGES:
      let reason = errno == nil ? pretence : "prctl(2) failed"
      self.init(.setNoNewPrivileges, errno, "cannot set no_new_privs: \(reason)")
    case CLINUX_CONCEAL_PROCESS:
      let reason = errno == .ioError ? pretence : "prctl(2) failed"
      self.init(.getKeys, errno, "cannot keep other processes from reading the keys: \(reason)")
    case CLINUX_CONCEAL_KEYS:
      let reason =
        switch errno {
        case .resourceTemporarilyUnavailable, .noMemory:
          "the limits of locked memory or of memory are too low"
        case .tooManyOpenFiles: "the limit of open files is too low"
        case .fileTooLarge: "the limit of the size of files is too low"
        case .ioError: pretence
        default: "memfd_secret(2) failed"
        }
      self.init(.getKeys, errno, "cannot get memory for the keys that nobody can read: \(reason)")
    case CLINUX_DRAW_KEYS:
      self.init(noRandomNumbers: errno ?? .ioError)
    case CLINUX_TRY_FILTER:
      self.init(.installFilter, nil, "cannot install the filter: \(pretence)")
    case CLINUX_ENTER_DIRECTORY:
      self.init(.makeChanges, errno, "cannot start in the directory: it has just been changed")
    case CLINUX_START_SESSION:
      self.init(
        .makeChanges, errno,
        "cannot start a session: a process that leads a group of its own cannot, such as what a"
          + " shell starts; use 'setsid --wait', or '--explain'")
    case CLINUX_SET_IDENTITY:
      let reason =
        switch errno {
        case .notPermitted: "only root may, or who has CAP_SETUID and CAP_SETGID"
        case .ioError: pretence
        default: "the kernel refuses it"
        }
      self.init(.makeChanges, errno, "cannot change the user or the groups: \(reason)")
    case CLINUX_SET_LIMITS:
      let reason =
        switch errno {
        case .notPermitted: "only root may raise what limits a process for good"
        case .invalidArgument:
          "the soft limit is above the hard one, or the kernel does not know it"
        default: "the kernel refuses it"
        }
      self.init(.makeChanges, errno, "cannot set the limits: \(reason)")
    case CLINUX_RESET_SIGNALS:
      self.init(.prepareChild, errno, "cannot reset the signals of the child")
    case CLINUX_PLACE_DESCRIPTORS:
      self.init(.prepareChild, errno, "cannot give the child its standard descriptors")
    case CLINUX_CLOSE_DESCRIPTORS:
      self.init(
        .prepareChild, errno,
        "cannot keep the other descriptors from the child: neither close_range(2) nor"
          + " /proc/self/fd can be used")
    default:
      if refusal.thread != 0 {
        self.init(thread: refusal.thread)
        return
      }
      let texts = FailureTexts.installation(.current)
      let reason = errno.map(texts.text) ?? texts.other
      self.init(.installFilter, errno, "cannot install the filter: \(reason)")
    }
  }

  /// A filter that cannot be put on all threads.
  private init(thread: Int32) {
    let name = ProcText.read("/proc/self/task/\(thread)/comm")?.prefix { $0 != "\n" }
    let title = name.map { "thread \(thread), \(quoted($0))," } ?? "thread \(thread)"
    self.init(
      .synchroniseThreads, nil,
      "cannot put the filter on all threads: \(title) has a filter of its own, which the"
        + " others do not have; confine the process before any of its threads installs a filter")
    self.thread = thread
  }
}
