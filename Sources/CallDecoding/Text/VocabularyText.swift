import LinuxABI
import Toolbox

/// A value by the constants of a vocabulary, with what is particular to some sets of them.
struct VocabularyText {
  private let vocabulary: ArgumentVocabulary
  private let width: Int
  private let abi: ABI

  init(_ vocabulary: ArgumentVocabulary, width: Int, on abi: ABI) {
    self.vocabulary = vocabulary
    self.width = width
    self.abi = abi
  }

  /// The text: `O_RDWR|0x40000000`, `0644`, `IPC_CREAT|0600`; `nil` where no constant is the value.
  ///
  /// - Parameter value: The value.
  /// - Returns: What decides the value again.
  func text(of value: UInt64) -> String? {
    let value = value & UInt64(lowBits: width)
    let sets = vocabulary.sets
    if sets == [Self.modes] { return Self.octal(value) }
    if sets.contains(Self.modes) { return flagsAndMode(value) }
    if sets == ["ioctl"] { return request(value) }
    return vocabulary.text(of: value, width: width, on: abi)
  }

  /// The set of the bits of a file's mode, which are written in octal.
  private static let modes = "mode_bits"

  private static func octal(_ value: UInt64) -> String {
    value == 0 ? "0" : "0" + String(value, radix: 8)
  }

  /// A mode with constants beside it: the permissions in octal, at the end.
  private func flagsAndMode(_ value: UInt64) -> String? {
    // Where flags share the bits of S_ISUID and its like, those are meant.
    let permissions: UInt64 = vocabulary.form == .flags ? 0o777 : 0o7777
    let mode = value & permissions
    let rest = value & ~permissions
    if rest == 0 { return Self.octal(mode) }
    guard let names = vocabulary.text(of: rest, width: width, on: abi) else { return nil }
    return mode == 0 ? names : "\(names)|\(Self.octal(mode))"
  }

  /// The requests of all drivers that share a number: `SNDCTL_TMR_START or TCSETS`.
  private func request(_ value: UInt64) -> String? {
    let names = vocabulary.names(of: value, in: .max, width: width, on: abi)
    return names.isEmpty ? nil : names.joined(separator: " or ")
  }
}
