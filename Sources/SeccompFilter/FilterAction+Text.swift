public import ClassicBPF
public import LinuxABI

extension FilterAction {
  /// The verdict as sekat prints and reads it: `allow`, `errno(EPERM)`, `trap(7)`, `kill-process`.
  ///
  /// - Parameter abi: The ABI whose error names are used.
  /// - Returns: The text.
  public func text(on abi: ABI) -> String {
    switch self {
    case .allow, .log, .notify, .killThread, .killProcess, .trap(0), .trace(0): kindName
    case .errno(let number): "\(kindName)(\(ErrnoName.name(of: number, on: abi) ?? "\(number)"))"
    case .trap(let data), .trace(let data): "\(kindName)(\(data))"
    }
  }

  /// The action of a verdict's text.
  ///
  /// - Parameters:
  ///   - text: A text as ``text(on:)`` makes it; errors also as numbers.
  ///   - abi: The ABI whose error names are used.
  public init?(text: some StringProtocol, on abi: ABI) {
    let parts = text.split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
    var data: Substring?
    if parts.count == 2 {
      guard parts[1].hasSuffix(")") else { return nil }
      data = Substring(parts[1].dropLast())
    }
    func number(upTo limit: UInt16) -> UInt16? {
      guard let data, data.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = UInt16(data)
      else { return nil }
      return number <= limit ? number : nil
    }
    switch (String(parts[0]), data) {
    case ("allow", nil): self = .allow
    case ("log", nil): self = .log
    case ("notify", nil): self = .notify
    case ("kill-thread", nil): self = .killThread
    case ("kill-process", nil): self = .killProcess
    case ("trap", nil): self = .trap(0)
    case ("trace", nil): self = .trace(0)
    case ("trap", _?):
      guard let number = number(upTo: .max) else { return nil }
      self = .trap(number)
    case ("trace", _?):
      guard let number = number(upTo: .max) else { return nil }
      self = .trace(number)
    case ("errno", let name?):
      guard
        let number = ErrnoName.number(of: String(name), on: abi)
          ?? number(upTo: Self.maximumErrno)
      else { return nil }
      self = .errno(number)
    default: return nil
    }
  }
}
