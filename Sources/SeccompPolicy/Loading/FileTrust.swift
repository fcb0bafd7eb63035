/// Who can change what a path leads to, beside root and the user at hand.
///
/// The one judgement of who is trusted: `sekat run` refuses as root what `sekat lint` reports.
public struct FileTrust: Hashable, Sendable {
  /// Somebody who can write to a file or folder.
  public enum Writer: Hashable, Sendable {
    /// Its owner, who is neither root nor the user at hand.
    case owner(UInt32)
    /// Whoever there is.
    case everyone
    /// Whoever is in its group, unless that is the owner's own: where every user has a group of the
    /// same number, files are writable for it without anybody else in it.
    case group
    /// A user whom its access list names, see acl(5).
    case listedUser(UInt32)
    /// A group that its access list names.
    case listedGroup(UInt32)
    /// Nobody knows: its access list cannot be read, or is one that sekat does not interpret.
    case unknown
  }

  /// A step on the way to a file that somebody else can change.
  public struct Weakness: Hashable, Sendable {
    /// What is changed there.
    public enum Kind: Hashable, Sendable {
      /// The file itself.
      case file
      /// A folder, in which something else can be put in the place of what the path leads through.
      case folder
      /// A symbolic link, whose owner has chosen where it leads.
      case link
    }

    /// What is changed there.
    public var kind: Kind
    /// The path of it, without links; of the file, the path that was given.
    public var path: String
    /// Who can do so.
    public var writer: Writer
  }

  /// The steps that others can change: the file first, then the way to it from the root on.
  ///
  /// An owner of several folders is named at the first one, since it decides about the others.
  public private(set) var weaknesses: [Weakness] = []

  /// Nobody but root and the user at hand can change it.
  public init() {}

  /// Adds a weakness, unless it says nothing new.
  mutating func add(_ weakness: Weakness) {
    if weaknesses.contains(weakness) { return }
    if weakness.kind == .file {
      weaknesses.insert(weakness, at: 0)
      return
    }
    if case .owner = weakness.writer,
      weaknesses.contains(where: { $0.kind != .file && $0.writer == weakness.writer })
    {
      return
    }
    weaknesses.append(weakness)
  }
}
