public import ClassicBPF
import LinuxABI
import SeccompFilter

/// A system call with the bytes that say what it was, read while its thread stood still.
///
/// Making one reads memory and links and does nothing else, so that the thread can go on;
/// ``DecodedCall`` makes words of it later. Only the registers are what a filter has seen. All else
/// belongs to the process, whose other threads may change it at any time, also between this reading and
/// the kernel's: it is information, and must decide nothing.
public struct CapturedCall: Hashable, Sendable {
  /// The registers.
  public let call: SeccompData
  /// Everything that was read.
  let bytes: [UInt8]
  /// What it is.
  let pieces: [CapturedPiece]

  /// How many bytes of memory are read for a call at most.
  public static let byteLimit = 16_384
  /// How many bytes are read of a text at most: `PATH_MAX`.
  public static let textLimit = 4096
  /// How many words of a list such as `argv` are read.
  public static let wordLimit = 8

  /// Reads what a call is about.
  ///
  /// A supervisor that got the call by a notification asks afterwards whether that is still valid: if
  /// the thread has ended, its number may be another's, and this is to be thrown away.
  ///
  /// - Parameters:
  ///   - call: The registers.
  ///   - target: The process that made the call.
  ///   - withDirectory: Whether to read the working directory where `AT_FDCWD` stands for it.
  public init(
    _ call: SeccompData, from target: some TargetMemory & TargetFiles, withDirectory: Bool = false
  ) {
    self.call = call
    var capture = MemoryCapture(target)
    if let abi = call.abi, let syscall = Syscall.numbered(call.number, on: abi) {
      let reader = ArgumentCapture(abi: abi, files: target, withDirectory: withDirectory)
      reader.read(syscall, call.arguments, isInner: false, into: &capture)
    }
    bytes = capture.bytes
    pieces = capture.pieces
  }

  /// A call of which nobody has read more than the registers.
  init(registersOf call: SeccompData) { (self.call, bytes, pieces) = (call, [], []) }
}

extension CapturedCall {
  /// The pieces of an argument with a role, in the order in which they were read.
  func pieces(of register: Int, isInner: Bool, as role: CapturedPiece.Role) -> [CapturedPiece] {
    pieces.filter { piece in
      Int(piece.register) == register && piece.isInner == isInner && piece.role == role
    }
  }

  /// The bytes of a piece.
  func content(of piece: CapturedPiece) -> ArraySlice<UInt8> {
    bytes[piece.start..<piece.start + piece.count]
  }
}
