import CLinux
import SystemPackage

/// Three secret numbers that the launcher's own last calls carry.
///
/// A filter that lets calls with these numbers through, and no others, lets the launcher become the
/// target, and the target cannot guess them. They live in memory and registers of the launcher
/// only, which the kernel discards when it executes the target.
public struct LaunchKeyWords: Sendable {
  /// The numbers, 64 random bits each.
  public let words: InlineArray<3, UInt64>

  /// Keys made of known numbers, for tests.
  ///
  /// - Parameter words: The numbers.
  public init(_ words: InlineArray<3, UInt64>) { self.words = words }

  /// New keys from the kernel's random numbers.
  ///
  /// See getrandom(2).
  ///
  /// - Returns: The keys.
  /// - Throws: ``LaunchError`` if the kernel has no random numbers, or an outer filter refuses them.
  public static func random() throws(LaunchError) -> LaunchKeyWords {
    var words: InlineArray<3, UInt64> = [0, 0, 0]
    let size = MemoryLayout.size(ofValue: words)
    // Up to 256 bytes come at once or not at all; a signal can interrupt the wait for the kernel's
    // generator, early after the machine's start.
    while true {
      let result = unsafe withUnsafeMutableBytes(of: &words) { buffer in
        RawCalls.call(
          SYS_getrandom, UInt64(UInt(bitPattern: buffer.baseAddress)), UInt64(buffer.count), 0)
      }
      switch result {
      case .success(let count) where count == size: return LaunchKeyWords(words)
      case .failure(.interrupted): continue
      case .success:
        throw LaunchError(.getKeys, nil, "cannot get random numbers: getrandom(2) gave too few")
      case .failure(let errno):
        throw LaunchError(.getKeys, errno, "cannot get random numbers: getrandom(2) failed")
      }
    }
  }
}
