/// The code that the kernel maps into every program, which answers some calls without the kernel.
///
/// The facts are in `Sources/TableGenerator/Facts/vdso.tsv`. Neither a filter nor a log sees a call
/// that is answered there.
package enum VDSO {
  /// A call that it answers.
  package struct Function: Sendable {
    /// The name of the call.
    package let name: String
    /// The ABIs whose vDSO has it.
    package let abis: Set<ABI>
    /// The argument whose value decides whether the kernel is asked after all.
    package let argument: String?
    /// The values of that argument, as names of constants, for which it is not.
    package let answered: [String]
    /// Whether the call is made after all where the clock of the machine cannot be read without the
    /// kernel, as in many virtual machines.
    package let readsClock: Bool
  }

  /// All of them.
  package static let functions: [Function] = {
    let table = StaticTable.vdsoRows
    return (0..<table.count).compactMap { Function(table[$0]) }
  }()

  /// Those that an ABI has.
  package static func functions(on abi: ABI) -> [Function] {
    functions.filter { $0.abis.contains(abi) }
  }
}

extension VDSO.Function {
  /// Reads a line: `1000 clock_gettime which_clock CLOCK_REALTIME,… read *`.
  fileprivate init?(_ line: StaticText) {
    let fields = line.split(StaticText.blank).map(\.string)
    guard fields.count == 6 else { return nil }
    name = fields[1]
    argument = fields[2] == "-" ? nil : fields[2]
    answered = fields[3] == "-" ? [] : fields[3].split(separator: ",").map(String.init)
    readsClock = fields[4] == "read"
    abis = ABI.listed(in: fields[5])
  }
}
