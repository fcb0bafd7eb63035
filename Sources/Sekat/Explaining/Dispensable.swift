import CallDecoding
import ClassicBPF
import LinuxABI
import SandboxLauncher
import SeccompFilter

/// A call that libraries make and go on without, whatever error it gets.
///
/// The facts are in `Sources/TableGenerator/Facts/dispensable.tsv`.
struct Dispensable: Sendable {
  /// The name of the call.
  private let call: String
  /// The argument that tells it from other calls of the name, and its value; `nil` where nothing has to.
  private let use: (argument: String, value: String)?
  /// Whether a rule for it is worth its while: a filter cannot tell some from calls that lead far.
  let isWorthARule: Bool
  /// Who makes it and what for.
  let user: String

  /// What is known of a call; `nil` where that is nothing.
  ///
  /// - Parameter call: The call, with what its memory holds.
  /// - Returns: One of the table.
  static func of(_ call: DecodedCall) -> Dispensable? {
    all[call.name]?.first { $0.fits(call) }
  }

  /// What is known of a call that was refused; `nil` where that is nothing.
  ///
  /// - Parameters:
  ///   - call: The call, and what came of it.
  ///   - captured: The same with what its memory holds.
  /// - Returns: One of the table.
  static func of(_ call: SupervisedCall, _ captured: CapturedCall) -> Dispensable? {
    concerns(call) ? of(DecodedCall(captured)) : nil
  }

  /// Whether something is known of calls of the number that were refused, whatever their arguments: only
  /// then is it worth while to put one into words.
  static func concerns(_ call: SupervisedCall) -> Bool {
    guard let abi = call.data.abi, let name = Syscall.numbered(call.data.number, on: abi)?.name
    else { return false }
    return all[name] != nil && Denial.weight(of: call) == .refusal
  }

  private func fits(_ call: DecodedCall) -> Bool {
    guard let use else { return true }
    guard let argument = call.arguments.first(where: { $0.name == use.argument }) else {
      return false
    }
    return argument.text == use.value || argument.string == use.value
      || argument.text == "{AF_UNIX, \"\(use.value)\"}"
  }

  private static let all: [String: [Dispensable]] = {
    let table = StaticTable.dispensableRows
    return Dictionary(
      grouping: (0..<table.count).compactMap { Dispensable(at: $0, of: table) }, by: \.call)
  }()

  /// Reads a line: `1001 ioctl cmd TCGETS rule isatty(3) takes any error …`.
  private init?(at line: Int, of table: StaticTable) {
    guard let call = table.field(1, ofLine: line), let argument = table.field(2, ofLine: line),
      let value = table.field(3, ofLine: line), let advice = table.field(4, ofLine: line),
      let user = table.rest(after: 5, ofLine: line)
    else { return nil }
    self.call = call
    use = argument == "-" ? nil : (argument, value)
    isWorthARule = advice == "rule"
    self.user = user
  }
}
