extension Syscall {
  /// The calls that do what a name promises where no call has it.
  ///
  /// The name is that of a call which some ABIs lack, such as `umount`, or that of a function of the
  /// C library, such as `fstatat`.
  ///
  /// - Parameter name: The name.
  /// - Returns: The calls, the nearest first; each ABI has some of them at most.
  public static func counterparts(of name: String) -> [Syscall] {
    let table = StaticTable.counterpartRows
    guard let index = table.index(of: name), let names = table[index].part(1) else { return [] }
    return names.split(UInt8(ascii: ",")).compactMap { Syscall.named($0.string) }
  }

  /// Families of calls that do the same for a C library: one library makes the first of them, another
  /// one of the others.
  ///
  /// Those that libraries try one after the other are not among them, see ``LibraryFallback``; nor
  /// are multiplexers, which do much else besides.
  package static let choicesOfLibraries: [[String]] = {
    let table = StaticTable.counterpartRows
    return (0..<table.count).compactMap { line in
      guard table[line].part(2)?.equals("differ") == true, let name = table.field(0, ofLine: line)
      else { return nil }
      let instead = (table.field(1, ofLine: line) ?? "").split(separator: ",").map(String.init)
      let multiplexers = MultiplexedCall.multiplexers.map(\.name)
      return [name] + instead.filter { !multiplexers.contains($0) }
    }
  }()
}
