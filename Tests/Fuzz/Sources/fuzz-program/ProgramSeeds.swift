import Glibc
import SekatModules

/// Writes the first inputs into the folder that `SEKAT_SEEDS` names, instead of fuzzing.
///
/// libFuzzer calls this once before all else, and an executable of its own would get a second `main`.
@c(LLVMFuzzerInitialize)
public func writeSeeds(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>>
) -> CInt {
  guard let folder = unsafe getenv("SEKAT_SEEDS") else { return 0 }
  let seeds = unsafe ProgramSeeds(folder: String(cString: folder))
  seeds.writePolicies()
  seeds.writeOperations()
  exit(0)
}

/// The programs of the shipped policies for their machines, and a short program for each operation.
struct ProgramSeeds {
  private let folder: String
  private let machines = ABI.allCases.compactMap { Machine($0) }

  init(folder: String) { self.folder = folder }

  func writePolicies() {
    let policies = BuiltinPolicies.shipped
    for name in policies.names {
      var mistakes: [Diagnostic] = []
      let policy = PolicyLoader.load("builtin:\(name)", builtins: policies, diagnostics: &mistakes)
      for machine in policy?.machines ?? [] {
        guard let resolved = policy?.resolve(for: machine, diagnostics: &mistakes),
          let program = try? NativeBackend().unprovedProgram(for: resolved.filter)
        else { continue }
        write(program.instructions, for: machine, to: "\(name)-\(machine.name)")
      }
    }
  }

  func writeOperations() {
    for (place, operation) in Self.operations.enumerated() {
      let low = UInt32(SeccompData.argumentsOffset)
      let program: [BPFOperation] = [
        .loadWord(offset: 0), .store(0), .loadWord(offset: low + 4), .moveToIndex,
        .loadWord(offset: low), operation, .arithmetic(.and, .constant(0x3f)),
        .arithmetic(.or, .constant(0x0005_0000)), .branch(.anyBit, .constant(0x20), 0, 1),
        .loadScratch(0), .returnAccumulator,
      ]
      let machine = machines[place % machines.count]
      write(program.map(\.instruction), for: machine, to: "operation-\(place)")
    }
  }

  /// Every operation that works on registers, with constants that are special for some.
  private static let operations: [BPFOperation] =
    [
      .loadLength, .loadConstant(0x8000_0000), .loadIndexLength, .loadIndexConstant(33),
      .store(3), .storeIndex(15), .moveToIndex, .moveToAccumulator, .jump(1),
    ]
    + BPFArithmetic.allCases.flatMap { operation -> [BPFOperation] in
      switch operation {
      case .remainder: []
      case .negate: [.arithmetic(.negate, .constant(0))]
      default: [.arithmetic(operation, .constant(7)), .arithmetic(operation, .index)]
      }
    }
    + BPFComparison.allCases.flatMap { comparison -> [BPFOperation] in
      [
        .branch(comparison, .constant(0x7fff_ffff), 1, 2), .branch(comparison, .index, 2, 0),
      ]
    }

  /// Writes a program in the form that `ProgramInput` reads.
  private func write(_ instructions: [BPFInstruction], for machine: Machine, to name: String) {
    guard let place = machines.firstIndex(of: machine) else { return }
    // A call, and the change of the third instruction's constant.
    let call = (0..<SeccompData.size).map { $0 % 4 == 0 ? UInt8($0) : 0 }
    let bytes =
      [UInt8(place)] + call + [2, 1, 1, 0]
      + BPFInstruction.bytes(of: instructions, byteOrder: .little)
    let path = "\(folder)/\(name)"
    let file = unsafe fopen(path, "w")
    guard let file = unsafe file, unsafe fwrite(bytes, 1, bytes.count, file) == bytes.count,
      unsafe fclose(file) == 0
    else {
      print("cannot write \(path)")
      exit(1)
    }
  }
}
