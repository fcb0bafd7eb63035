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
  private var seen = LearnedCall()

  /// A rule that allows nothing yet.
  ///
  /// - Parameters:
  ///   - number: The number of the calls.
  ///   - abi: Their ABI.
  public init(number: UInt32, on abi: ABI) { (self.number, self.abi) = (number, abi) }

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
      let conditions = syscall.map { seen.conditions(of: $0, on: abi, isStrict: true) } ?? []
      if !conditions.isEmpty {
        json.object("where", inline: true) { json in
          for (argument, condition) in conditions { condition.write(argument, to: &json) }
        }
      }
      // Where the default lets calls through, a rule must say it. Of a call that hides
      // its flags any would be allowed.
      if syscall?.hidesFlags == true {
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
}

extension Registers {
  /// All that a filter sees.
  init(of call: SeccompData) {
    self.init(width: 64)
    value = call.arguments
    known = InlineArray(repeating: .max)
  }
}
