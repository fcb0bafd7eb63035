public import ClassicBPF
public import LinuxABI
import SeccompFilter
public import Toolbox

/// A captured call in words: `openat(dfd=AT_FDCWD, filename="/etc/passwd", flags=O_RDONLY)`.
///
/// Registers are shown so that what is written decides them again: by constants, with the bits that
/// have none beside them. `mode` is left out where the flags do not make it count. What is in memory
/// stands in the place of its address; what cannot be read stays an address.
public struct DecodedCall: Hashable, Sendable {
  /// The ABI through which the call came, if it is a known one.
  public let abi: ABI?
  /// The name of the call, or `#999` where its number has none.
  public let name: String
  /// The arguments in the order of the registers.
  public let arguments: [DecodedArgument]

  /// Puts a captured call into words.
  ///
  /// - Parameter captured: The call.
  public init(_ captured: CapturedCall) {
    let call = captured.call
    abi = call.abi
    guard let abi, let syscall = Syscall.numbered(call.number, on: abi) else {
      let architecture = hexadecimal(UInt64(call.auditArchitecture))
      name = (abi == nil ? "arch \(architecture) " : "") + "#\(call.number)"
      arguments = Self.unknown(call.arguments)
      return
    }
    name = syscall.name
    arguments =
      ArgumentDecoder(captured, abi: abi).arguments(of: syscall, call.arguments, isInner: false)
      ?? Self.unknown(call.arguments)
  }

  /// Puts registers into words, of which some may be unknown: `?` stands for those.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - known: The registers that are known, as bits.
  public init(_ call: SeccompData, known: UInt8) {
    let whole = DecodedCall(CapturedCall(registersOf: call))
    let indices = whole.abi.flatMap { abi in
      Syscall.numbered(call.number, on: abi)?.arguments(on: abi)
    }
    (abi, name) = (whole.abi, whole.name)
    arguments = whole.arguments.enumerated().map { position, argument in
      let index = indices?.first { $0.name == argument.name }?.index ?? position
      if known & 1 << UInt8(index) != 0 { return argument }
      return DecodedArgument(
        name: argument.name, register: 0, parts: [DecodedPart(text: "?", origin: .registers)])
    }
  }

  /// The call on one line.
  public var text: String { "\(name)(\(Self.list(arguments)))" }

  /// The call without the addresses that nothing was read from: what people want to know of it, and
  /// what is the same when it is made once more.
  public var brief: String {
    let shown = arguments.compactMap { argument in
      argument.brief.map { "\(argument.name)=\($0)" }
    }
    return "\(name)(\(shown.joined(separator: ", ")))"
  }

  /// Whether some of it can be otherwise by the time the kernel looks.
  public var canChange: Bool { arguments.contains(where: \.canChange) }

  /// Arguments with their names: `fd=3, how=SHUT_WR`.
  static func list(_ arguments: [DecodedArgument]) -> String {
    arguments.map { "\($0.name)=\($0.text)" }.joined(separator: ", ")
  }

  /// The registers of a call whose prototype nobody knows.
  private static func unknown(_ registers: InlineArray<6, UInt64>) -> [DecodedArgument] {
    (0..<6).map { index in
      let text = hexadecimal(registers[index])
      return DecodedArgument(
        name: "arg\(index)", register: registers[index],
        parts: [DecodedPart(text: text, origin: .registers)], brief: text)
    }
  }
}

extension DecodedCall {
  /// Adds the members of a JSON object that say what the call was.
  ///
  /// - Parameter writer: Where to; an object must be open.
  public func write(to writer: inout JSONWriter) {
    writer.member("text", text)
    writer.member("abi", abi?.name)
    writer.member("syscall", name)
    writer.array("arguments") { writer in
      for argument in arguments {
        writer.object(inline: true) { writer in
          writer.member("name", argument.name)
          writer.member("register", hexadecimal(argument.register))
          writer.member("text", argument.text)
          if let string = argument.string { writer.member("string", string) }
          writer.member("canChange", argument.canChange)
        }
      }
    }
  }
}
