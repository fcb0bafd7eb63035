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

  /// Whether a policy can have the rule: what no table knows is written by its number.
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
      // Where the default lets calls through, a rule must say it. What clone3 does is in memory, where no
      // filter looks, and every C library goes on with clone.
      if name == "clone3" {
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
