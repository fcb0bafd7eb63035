package import ClassicBPF
import LinuxABI
import PolicyLint
package import SandboxLauncher
import SourceDiagnostics
import Toolbox

/// A remark on a launch of which it is known that it comes to nothing.
package struct StartUpHint {
  /// What is known, as a sentence without a full stop.
  package let sentence: String

  /// What is known of a program that is about to be started; `nil` where nothing is known to be in
  /// the way.
  ///
  /// - Parameters:
  ///   - linkage: Of what kind it is.
  ///   - programs: The filters in the order of their installation.
  package init?(_ linkage: ProgramLinkage, under programs: [BPFProgram]) {
    guard let machine = Machine.native, let abi = Self.abi(of: linkage, on: machine) else {
      return nil
    }
    let kind = Self.kind(of: linkage)
    let missing = StartUpCheck.missingCalls(of: kind, on: abi, of: machine, under: programs)
    guard let first = missing.first else { return nil }
    let rest = missing.count == 1 ? "is" : "and \(missing.count - 1) more are"
    let programs =
      linkage.loader == nil ? "with a C library" : "that is dynamically linked"
    sentence =
      "no program \(programs) can start under this policy: \(first) \(rest) not allowed; "
      + "'sekat lint' says what to write"
  }

  /// What is known to be needed: a loader that is not glibc's needs less, and what a program that is
  /// complete by itself is made with cannot be told.
  private static func kind(of linkage: ProgramLinkage) -> StartUpCheck.Kind {
    guard let loader = linkage.loader else { return .any }
    let name = loader.split(separator: UInt8(ascii: "/")).last ?? []
    return name.starts(with: "ld-linux".utf8) ? .dynamicGlibc : .any
  }

  /// The ABI of the program's calls, if it is known what programs of it need.
  private static func abi(of linkage: ProgramLinkage, on machine: Machine) -> ABI? {
    machine.abis.first { abi in
      abi != .x32 && UInt32(linkage.machine) == abi.auditArchitecture & 0xffff
        && (abi == machine.abi || abi == .i386)
    }
  }
}
