import LinuxABI
import Synchronization
import Toolbox

/// What is to be read for a call on one ABI.
struct CapturePlan: Sendable {
  /// An argument that leads to memory.
  struct Step: Sendable {
    /// The register with the address.
    let register: Int
    /// What is there.
    let kind: MemoryKind
    /// The register with the length in bytes, if there is one.
    let length: Field?
    /// Where there is such memory only beside some values of another argument.
    let selector: Field?
    /// Those values.
    let selected: [UInt64]
  }

  /// A register, and the bits that count.
  struct Field: Sendable {
    let register: Int
    let mask: UInt64
    let isSigned: Bool

    init(_ argument: ArgumentSignature, on abi: ABI) {
      register = argument.index
      mask = UInt64(lowBits: argument.width(on: abi))
      isSigned = argument.isSigned
    }
  }

  /// The arguments that lead to memory.
  let steps: [Step]
  /// The registers with descriptors.
  let descriptors: [Int]

  /// What is at the address in a register beside the values of the others, if anything is known.
  ///
  /// - Parameters:
  ///   - register: The register with the address.
  ///   - registers: All of them.
  /// - Returns: The step.
  func step(for register: Int, in registers: InlineArray<6, UInt64>) -> Step? {
    steps.first { $0.register == register && $0.applies(to: registers) }
  }
}

extension CapturePlan.Step {
  /// Whether the other arguments say that there is such memory.
  func applies(to registers: InlineArray<6, UInt64>) -> Bool {
    guard let selector else { return true }
    return selected.contains(registers[selector.register] & selector.mask)
  }
}

extension CapturePlan.Field {
  /// The value as a length: none where it is negative.
  func length(in registers: InlineArray<6, UInt64>) -> UInt64 {
    let value = registers[register] & mask
    return isSigned && value > mask >> 1 ? 0 : value
  }
}

// MARK: - Making

extension CapturePlan {
  /// The plans that were asked for; denied calls are few different ones, and come often.
  private static let known = Mutex<[Int: CapturePlan]>([:])

  /// The plan for a call.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - abi: The ABI.
  /// - Returns: What is to be read.
  static func plan(for call: Syscall, on abi: ABI) -> CapturePlan {
    let key = call.index << 8 | Int(abi.rawValue)
    if let plan = known.withLock({ $0[key] }) { return plan }
    let plan = CapturePlan(of: call, on: abi)
    known.withLock { $0[key] = plan }
    return plan
  }

  private init(of call: Syscall, on abi: ABI) {
    let arguments = call.arguments(on: abi) ?? []
    descriptors = arguments.filter { $0.kind == .fd || $0.kind == .dirfd }.map(\.index)
    steps = arguments.compactMap { Step($0, of: call, among: arguments, on: abi) }
  }
}

extension CapturePlan.Step {
  /// Reads the facts about an argument: `connect.uservaddr sockaddr addrlen -`.
  fileprivate init?(
    _ argument: ArgumentSignature, of call: Syscall, among arguments: [ArgumentSignature],
    on abi: ABI
  ) {
    let table = StaticTable.memoryRows
    guard let line = table.index(of: "\(call.name).\(argument.name)"),
      let kind = table.field(1, ofLine: line).flatMap(MemoryKind.init(rawValue:))
    else { return nil }
    func field(_ name: some StringProtocol) -> CapturePlan.Field? {
      arguments.first { $0.isNamed(String(name)) }.map { CapturePlan.Field($0, on: abi) }
    }
    register = argument.index
    self.kind = kind
    length = table.field(2, ofLine: line).flatMap(field)
    let sides = (table.field(3, ofLine: line) ?? "-").split(separator: "=")
    let selector = sides.count == 2 ? field(sides[0]) : nil
    self.selector = selector
    selected = (sides.count == 2 ? sides[1] : "").split(separator: "|").compactMap { word in
      let value = UInt64(word) ?? Constant.named(String(word))?.value(on: abi)
      return value.flatMap { value in selector.map { value & $0.mask } }
    }
  }
}
