import LinuxABI
import Testing

@testable import CallDecoding

/// The facts about memory, beside the prototypes.
@Suite struct MemoryFactTests {
  /// What the kernel's prototypes call a text that they only read.
  private static let texts: Set = [
    "filename", "pathname", "path", "oldname", "newname", "special", "specialfile", "library",
    "new_root", "put_old", "from_pathname", "to_pathname", "dir_name", "dev_name", "name_user",
    "u_name", "_type", "_description", "_callout_info", "_fs_name", "_key",
  ]

  /// Calls whose `name` is a buffer that the kernel fills.
  private static let filled: Set = ["uname", "olduname", "oldolduname"]

  @Test func `every argument that is a path or a name is read`() {
    for abi in ABI.allCases {
      for call in Syscall.all {
        let plan = CapturePlan.plan(for: call, on: abi)
        for argument in call.arguments(on: abi) ?? [] where argument.kind == .pointer {
          let isText =
            Self.texts.contains(argument.name)
            || ["name", "uname"].contains(argument.name) && !Self.filled.contains(call.name)
          guard isText else { continue }
          let kind = plan.steps.first { $0.register == argument.index }?.kind
          #expect(kind == .path || kind == .name, "\(call.name).\(argument.name) on \(abi.name)")
        }
      }
    }
  }

  @Test func `every fact is understood`() {
    let table = StaticTable.memoryRows
    var found: Set<MemoryKind> = []
    for line in 0..<table.count {
      let kind = table.field(1, ofLine: line).flatMap(MemoryKind.init(rawValue:))
      #expect(kind != nil, "\(table.field(0, ofLine: line) ?? "")")
      if let kind { found.insert(kind) }
    }
    #expect(found == Set(MemoryKind.allCases))
  }

  @Test func `lengths and conditions reach the plans`() throws {
    let connect = try #require(Syscall.named("connect"))
    let step = try #require(CapturePlan.plan(for: connect, on: .x86_64).steps.first)
    #expect(step.kind == .socketAddress && step.register == 1 && step.length?.register == 2)
    let configuration = try #require(Syscall.named("fsconfig"))
    let plan = CapturePlan.plan(for: configuration, on: .x86_64)
    #expect(plan.step(for: 3, in: [0, 1, 0, 0, 0, 0])?.kind == .name)
    #expect(plan.step(for: 3, in: [0, 2, 0, 0, 0, 0]) == nil)
    for line in 0..<StaticTable.memoryRows.count {
      guard let key = StaticTable.memoryRows.field(0, ofLine: line),
        let call = Syscall.named(String(key.prefix { $0 != "." })),
        let abi = ABI.allCases.first(where: { call.number(on: $0) != nil })
      else { continue }
      let name = String(key.drop { $0 != "." }.dropFirst())
      let step = CapturePlan.plan(for: call, on: abi).steps.first { step in
        call.arguments(on: abi)?[step.register].name == name
      }
      #expect(step != nil, "\(key)")
      #expect(
        (step?.length != nil) == (StaticTable.memoryRows.field(2, ofLine: line) != "-"), "\(key)")
      #expect(
        (step?.selected.isEmpty == false)
          == (StaticTable.memoryRows.field(3, ofLine: line) != "-"), "\(key)")
    }
  }
}
