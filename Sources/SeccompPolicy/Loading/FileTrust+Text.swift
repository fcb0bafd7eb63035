import SourceDiagnostics
import Toolbox

extension FileTrust.Weakness {
  /// What somebody can do to the file, as a sentence without a full stop.
  package var sentence: String {
    switch (kind, writer) {
    case (.file, .unknown): "it is not known who can write to this file"
    case (.file, _): "\(writer.name) can write to this file"
    case (.folder, .unknown):
      "it is not known who can write to the folder \(quoted(path)), and replace this file"
    case (.folder, .owner):
      "\(writer.name) owns the folder \(quoted(path)), and can replace this file"
    case (.folder, _):
      "\(writer.name) can write to the folder \(quoted(path)), and can replace this file"
    case (.link, _): "\(writer.name) owns the link \(quoted(path)) that leads to this file"
    }
  }

  /// What to do about it.
  ///
  /// - Parameter user: The user at hand.
  /// - Returns: A command or an instruction, without a full stop.
  package func advice(for user: UInt32) -> String {
    switch writer {
    case .owner:
      user == 0
        ? "chown \(kind == .link ? "-h " : "")root \(path), or keep the policy elsewhere"
        : "keep a copy that is your own, in a folder of yours"
    case .everyone, .group: "chmod go-w \(path)"
    case .listedUser, .listedGroup: "setfacl -b \(path)"
    case .unknown: "keep the policy on a local file system"
    }
  }
}

extension FileTrust.Writer {
  /// How a sentence calls them.
  fileprivate var name: String {
    switch self {
    case .owner(let user): "user \(user)"
    case .everyone: "everybody"
    case .group: "the group"
    case .listedUser(let user): "user \(user), whom the access list names,"
    case .listedGroup(let group): "group \(group), which the access list names,"
    case .unknown: "nobody knows who"
    }
  }
}
