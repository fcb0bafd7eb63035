public import ClassicBPF

/// A filter to be installed: a verified program and how to install it.
public struct InstalledFilter: Sendable {
  /// The program.
  public var program: BPFProgram
  /// How the kernel is to treat it.
  public var flags: FilterFlags
  /// How messages call it: a policy's or a file's name; by default its number.
  public var name: String?

  /// A program as seccomp(2) is to take it.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - flags: How the kernel is to treat it.
  ///   - name: How messages call it.
  public init(_ program: BPFProgram, flags: FilterFlags = [], name: String? = nil) {
    self.program = program
    self.flags = flags
    self.name = name
  }
}

/// What is to be launched, under which filters.
public struct LaunchRequest: Sendable {
  /// The variables that the command sees.
  public enum Environment: Sendable {
    /// Those of the launcher, untouched.
    case inherited
    /// These, each as `NAME=value`.
    case variables([[UInt8]])
  }

  /// The command and its arguments, byte for byte: what the command sees as `argv`.
  public var arguments: [[UInt8]]
  /// The variables that the command sees; `PATH` among them says where the command is looked for.
  public var environment: Environment
  /// The filters in the order of installing them, at least one.
  ///
  /// All but the last must let the launcher's last calls through where they carry the keys, and
  /// each of them must let those pass that come after it.
  public var filters: [InstalledFilter]
  /// What else the command finds changed.
  public var changes = CommandChanges()
  /// The numbers that stand in the filters for the keys, which the launch draws.
  public var standIns: StandInKeys
  /// What messages begin with that are written when it is too late to throw an error.
  public var programName = "sekat"

  /// A request that nothing has been checked of yet; ``PreparedLaunch`` does.
  ///
  /// - Parameters:
  ///   - arguments: The command and its arguments.
  ///   - environment: The variables that the command sees.
  ///   - filters: The filters in the order of installing them.
  ///   - standIns: The numbers that stand in the filters for the keys.
  public init(
    arguments: [[UInt8]], environment: Environment = .inherited, filters: [InstalledFilter],
    standIns: StandInKeys
  ) {
    self.arguments = arguments
    self.environment = environment
    self.filters = filters
    self.standIns = standIns
  }
}
