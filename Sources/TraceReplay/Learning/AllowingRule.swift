public import ClassicBPF
public import LinuxABI
import SourceDiagnostics
import Toolbox

/// A rule that allows what calls of one number were seen to do, as far as a filter can see that.
public struct AllowingRule: Sendable {
  /// The ABI of the calls.
  public let abi: ABI
  /// The number of the calls, as the register carries it.
  public let number: UInt32
  /// Whether it answers as if the kernel had none of the call, on which libraries go on with an older one:
  /// that is all that can be done about calls that hide their flags, for any would be allowed.
  public let isAbsence: Bool
  private var seen = LearnedCall()

  /// A rule that allows nothing yet.
  ///
  /// - Parameters:
  ///   - number: The number of the calls.
  ///   - abi: Their ABI.
  ///   - isAbsence: Whether it is to answer as if the kernel had none of the call.
  public init(number: UInt32, on abi: ABI, isAbsence: Bool = false) {
    (self.number, self.abi) = (number, abi)
    self.isAbsence = isAbsence || Syscall.numbered(number, on: abi)?.hidesFlags == true
  }

  /// Has the rule allow a call.
  ///
  /// - Parameter call: A call of the number and the ABI.
  public mutating func add(_ call: SeccompData) {
    guard let syscall, let signature = syscall.arguments(on: abi) else { return }
    seen.add(Registers(of: call), signature, of: syscall.name, on: abi)
  }

  private var syscall: Syscall? { Syscall.numbered(number, on: abi) }

  /// The name of the calls as policies have it; a number where no table has a name.
  public var name: String {
    if let syscall { return syscall.name }
    return "#\(abi == .x32 ? number & ~ABI.x32Bit : number)"
  }

  /// The rule, as it is written in a policy, on one line.
  ///
  /// - Parameter isForOneABI: Whether the policy has several ABIs, and the rule is for one of them.
  /// - Returns: A JSON object.
  public func text(isForOneABI: Bool) -> String {
    var json = JSONWriter()
    json.object(inline: true) { json in
      json.array("syscalls", inline: true) { $0.value(name) }
      if !conditions.isEmpty {
        json.object("where", inline: true) { write(to: &$0) }
      }
      // Where the default lets calls through, a rule must say it.
      if isAbsence {
        json.object("action", inline: true) { $0.member("errno", "ENOSYS") }
      } else {
        json.member("action", "allow")
      }
      if isForOneABI || syscall == nil {
        json.array("architectures", inline: true) { $0.value(abi.name) }
      }
    }
    return String(json.text.dropLast())
  }

  /// The condition alone, as it is written in a policy: a JSON object; `nil` where any such call is allowed.
  public var condition: String? {
    if conditions.isEmpty { return nil }
    var json = JSONWriter()
    json.object(inline: true) { write(to: &$0) }
    return String(json.text.dropLast())
  }

  private var conditions: [(argument: String, condition: LearnedCondition)] {
    if isAbsence { return [] }
    return syscall.map { seen.conditions(of: $0, on: abi, isStrict: true) } ?? []
  }

  private func write(to json: inout JSONWriter) {
    for (argument, condition) in conditions { condition.write(argument, to: &json) }
  }
}

extension Registers {
  /// All that a filter sees.
  init(of call: SeccompData) {
    self.init(width: 64)
    value = call.arguments
    known = InlineArray(repeating: .max)
  }
}
