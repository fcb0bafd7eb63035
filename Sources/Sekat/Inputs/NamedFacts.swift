package import LinuxABI
import SourceDiagnostics
import Toolbox

extension Machine {
  /// The machine of this name, or by default the one that sekat runs on.
  ///
  /// - Parameter name: The name of the ABI of its kernel, or of another spelling of it.
  /// - Returns: The machine.
  /// - Throws: ``SekatError`` where there is none.
  package static func named(_ name: String?) throws(SekatError) -> Machine {
    guard let name else {
      guard let machine = Machine.native else {
        throw SekatError("sekat does not know this machine; name one with '--target'")
      }
      return machine
    }
    if let machine = ABI(name: name).flatMap(Machine.init) { return machine }
    if let meant = ABI.meant(by: name).flatMap(Machine.init) {
      throw SekatError("unknown machine \(quoted(name))\(didYouMean(meant.name))")
    }
    let known = ABI.allCases.compactMap(Machine.init).map(\.name)
    throw SekatError(
      "unknown machine \(quoted(name)); there is: \(known.joined(separator: ", "))")
  }

  /// The machine of this name, or one on which programs of an ABI run.
  ///
  /// - Parameters:
  ///   - name: The name; where there is none, this machine if it can, and else the ABI's own.
  ///   - abi: The ABI, if it is known.
  /// - Returns: The machine.
  /// - Throws: ``SekatError`` where there is none, or no program of the ABI runs on it.
  package static func named(
    _ name: String?, serving abi: ABI?
  ) throws(SekatError) -> Machine {
    guard let abi else { return try named(name) }
    if name == nil, let own = Machine(abi), Machine.native?.abis.contains(abi) != true {
      return own
    }
    let machine = try named(name)
    if machine.abis.contains(abi) { return machine }
    throw SekatError("no program of \(abi.name) runs on \(machine.name)")
  }
}

extension ABI {
  /// The ABI of this name.
  ///
  /// - Throws: ``SekatError`` where there is none.
  package static func known(as name: String) throws(SekatError) -> ABI {
    if let abi = ABI(name: name) { return abi }
    if let meant = ABI.meant(by: name) {
      throw SekatError("unknown ABI \(quoted(name))\(didYouMean(meant.name))")
    }
    let known = ABI.allCases.map(\.name).joined(separator: ", ")
    throw SekatError("unknown ABI \(quoted(name)); there is: \(known)")
  }
}

extension Syscall {
  /// The call of this name.
  ///
  /// - Throws: ``SekatError`` where there is none, with the nearest name.
  package static func known(as name: String) throws(SekatError) -> Syscall {
    if let call = Syscall.named(name) { return call }
    throw SekatError(
      "unknown system call \(quoted(name))"
        + suggestion(for: name, among: Syscall.all.lazy.map(\.name)))
  }
}
