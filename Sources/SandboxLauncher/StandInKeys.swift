import CLinux
import ClassicBPF
import SystemPackage

/// Three numbers that stand for the launcher's secret keys until the launch.
///
/// A filter that lets calls with the keys through, and no others, lets the launcher become the
/// target, and the target cannot guess them. Keys are worth stealing, and policies take time to load
/// and to prove. So programs are made, proved and checked with numbers that are no secret: the
/// launch itself draws the keys, as its last step before the first filter, and puts them where these
/// numbers stand. They are random only so that no policy has them in it.
public struct StandInKeys: Sendable {
  /// The numbers, 64 random bits each, with six different halves.
  public let words: InlineArray<3, UInt64>

  /// Known numbers, for tests.
  ///
  /// - Parameter words: The numbers; their halves must differ, and the lowest 8 bits of the first
  ///   must not be 0.
  public init(_ words: InlineArray<3, UInt64>) {
    self.words = words
    precondition(Set(halves).count == 6 && words[0] & 0xff != 0, "each half has one place")
  }

  /// Numbers from the kernel.
  ///
  /// See getrandom(2).
  ///
  /// - Returns: The numbers.
  /// - Throws: ``LaunchError`` if the kernel has none, or an outer filter refuses or fakes them.
  public static func random() throws(LaunchError) -> StandInKeys {
    var words: InlineArray<3, UInt64> = [0, 0, 0]
    let number = unsafe withUnsafeMutableBytes(of: &words) { buffer in
      unsafe clinux_random(buffer.baseAddress, buffer.count)
    }
    if number != 0 { throw LaunchError(noRandomNumbers: Errno(rawValue: number)) }
    // Two bits tell the halves of a number apart, and the numbers.
    for index in 0..<3 {
      let marks = UInt64(index) << 1 | (UInt64(index) << 1 | 8) << 32
      words[index] = words[index] & ~0x0000_000e_0000_000e | marks
    }
    words[0] |= 1
    return StandInKeys(words)
  }

  /// The halves of the numbers, each with its lower one first.
  private var halves: [UInt32] {
    (0..<6).map { UInt32(truncatingIfNeeded: words[$0 / 2] >> UInt64($0 % 2 * 32)) }
  }
}

/// An instruction that compares with bits of a key.
struct KeySlot: Hashable {
  /// The place of the instruction.
  var instruction: Int
  /// Which half of which key: 0 and 1 are the lower and the upper half of the first.
  var half: Int
  /// The bits that are compared.
  var mask: UInt32
}

extension StandInKeys {
  /// Where a program has these numbers.
  ///
  /// Keys are compared in one way only, whichever compiler made the rest: the word of the call is
  /// loaded, cut where not all of it counts, and XORed with the half.
  ///
  /// - Parameter program: A program that was made with them, or without any keys.
  /// - Returns: All places.
  func slots(in program: BPFProgram) -> [KeySlot] {
    let halves = halves
    var slots: [KeySlot] = []
    for (index, operation) in program.operations.enumerated() {
      guard case .arithmetic(.xor, .constant(let value)) = operation else { continue }
      if let half = halves.firstIndex(of: value) {
        slots.append(KeySlot(instruction: index, half: half, mask: .max))
      } else if value == halves[0] & ~0xff {
        slots.append(KeySlot(instruction: index, half: 0, mask: ~0xff))
      }
    }
    return slots
  }
}

extension LaunchError {
  /// There are no random numbers for keys.
  init(noRandomNumbers errno: Errno) {
    // What the kernel itself never answers here is a filter's doing.
    let reason =
      errno == .ioError || errno == .interrupted
      ? "an outer filter only pretends to do it" : "getrandom(2) failed"
    self.init(.getKeys, errno, "cannot get random numbers: \(reason)")
  }
}
