import LinuxABI
import Toolbox

/// A structure of numbers of 64 bits that is the same on all ABIs, and whose end may be missing.
struct StructureLayout {
  /// How a member is shown.
  enum Form {
    /// Constants.
    case constants(ArgumentVocabulary)
    /// A mode in octal, where the flags in the first member make it count.
    case mode
    /// An address or bits.
    case bits
    /// A number.
    case number
  }

  /// A member.
  struct Member {
    let name: String
    let form: Form
    /// Whether it is shown where it is 0.
    let isAlwaysShown: Bool

    init(_ name: String, _ form: Form, isAlwaysShown: Bool = false) {
      self.name = name
      self.form = form
      self.isAlwaysShown = isAlwaysShown
    }
  }

  let members: [Member]

  /// The size in bytes.
  var size: Int { members.count * 8 }

  /// The members that were read: `{flags=O_RDONLY, resolve=RESOLVE_BENEATH}`; those that are 0 are left
  /// out, unless that says something.
  ///
  /// - Parameters:
  ///   - words: The bytes.
  ///   - abi: The ABI whose constants are used.
  ///   - isBrief: Whether addresses and sizes are left out.
  /// - Returns: The text in braces.
  func text(of words: MemoryWords, on abi: ABI, isBrief: Bool = false) -> String {
    var parts: [String] = []
    for (index, member) in members.enumerated() where (index + 1) * 8 <= words.count {
      let value = words.number(at: index * 8, size: 8)
      var isShown = value != 0 || member.isAlwaysShown
      switch member.form {
      case .mode:
        isShown = isShown || CreationMode.counts(beside: words.number(at: 0, size: 8), on: abi)
      case .bits, .number: isShown = isShown && !isBrief
      case .constants: break
      }
      if isShown { parts.append("\(member.name)=\(member.form.text(of: value, on: abi))") }
    }
    return parts.isEmpty ? "{…}" : "{\(parts.joined(separator: ", "))}"
  }
}

extension StructureLayout.Form {
  fileprivate func text(of value: UInt64, on abi: ABI) -> String {
    switch self {
    case .constants(let vocabulary):
      return VocabularyText(vocabulary, width: 64, on: abi).text(of: value)
        ?? (value < 10 ? "\(value)" : hexadecimal(value))
    case .mode: return value == 0 ? "0" : "0" + String(value, radix: 8)
    case .bits: return hexadecimal(value)
    case .number: return "\(value)"
    }
  }
}

extension StructureLayout {
  /// `struct clone_args`, from linux/sched.h.
  static let cloneArguments = StructureLayout(members: [
    Member(
      "flags", .constants(ArgumentVocabulary(.flags, of: "clone_flags,clone3_flags")),
      isAlwaysShown: true),
    Member("pidfd", .bits), Member("child_tid", .bits), Member("parent_tid", .bits),
    Member(
      "exit_signal", .constants(ArgumentVocabulary(.value, of: "signals")), isAlwaysShown: true),
    Member("stack", .bits), Member("stack_size", .number), Member("tls", .bits),
    Member("set_tid", .bits), Member("set_tid_size", .number), Member("cgroup", .number),
  ])

  /// `struct open_how`, from linux/openat2.h.
  static let openHow = StructureLayout(members: [
    Member(
      "flags",
      .constants(
        ArgumentVocabulary(
          .valueAndFlags, of: "open_access_modes,open_mode_flags", valueField: 3)),
      isAlwaysShown: true),
    Member("mode", .mode),
    Member(
      "resolve", .constants(ArgumentVocabulary(.flags, of: "resolve_flags")), isAlwaysShown: true),
  ])
}
