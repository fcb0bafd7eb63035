/// What a command finds changed against the launcher: who it is, what it has, what it may use.
///
/// All of it is done by the process that becomes the command, before the first filter.
public struct CommandChanges: Equatable, Sendable {
  /// A limit, see setrlimit(2).
  public struct Limit: Equatable, Sendable {
    /// What is limited.
    public var resource: ResourceLimit
    /// How much of it, and up to where a process may raise that itself.
    public var (soft, hard): (UInt64, UInt64)

    /// A limit.
    ///
    /// - Parameters:
    ///   - resource: What is limited.
    ///   - soft: How much of it there is.
    ///   - hard: Up to where a process may raise that itself.
    public init(_ resource: ResourceLimit, soft: UInt64, hard: UInt64) {
      (self.resource, self.soft, self.hard) = (resource, soft, hard)
    }
  }

  /// The directory that it starts in, from which it is also searched for; the launcher stays where it is.
  public var directory: [UInt8]?
  /// Whether all descriptors but the standard ones are closed, see close_range(2).
  public var closesDescriptors = false
  /// Whether it leads a session of its own, and has no terminal that controls it; see setsid(2).
  public var startsSession = false
  /// Whether it is killed when the launcher's parent ends, or its supervisor; see prctl(2),
  /// `PR_SET_PDEATHSIG`.
  public var diesWithParent = false
  /// Its user, see setresuid(2).
  public var user: UInt32?
  /// Its group, see setresgid(2).
  public var group: UInt32?
  /// The other groups that it has, see setgroups(2).
  public var groups: [UInt32]?
  /// The limits that are set, in this order.
  public var limits: [Limit] = []

  /// No changes.
  public init() {}
}

/// What can be limited, by the kernel's name for it after `RLIMIT_`.
public enum ResourceLimit: String, CaseIterable, Sendable {
  case cpu, fsize, data, stack, core, rss, nproc, nofile, memlock, `as`, locks, sigpending
  case msgqueue, nice, rtprio, rttime

  /// The number, the same on all architectures that launch: those of mips and sparc differ.
  var number: Int32 { Int32(Self.allCases.firstIndex(of: self) ?? 0) }
}
