/// The other file that the kernel needs to execute a file.
enum InterpreterNeed: Equatable {
  /// None, or none that can be told.
  case none
  /// The program that the `#!` line of a script names.
  case interpreter([UInt8])
  /// The dynamic loader that an ELF file names: `PT_INTERP`.
  case loader([UInt8], machine: UInt16)
  /// None: an ELF file that is complete by itself.
  case complete(machine: UInt16)
  /// None, for the `#!` line is such as the kernel refuses; what is wrong, after "it".
  case malformedLine(String)

  /// Looks into a file.
  init(of path: CPath) {
    guard let file = OpenFile(path), let beginning = file.read(Self.bufferSize) else {
      self = .none
      return
    }
    if beginning.starts(with: "#!".utf8) {
      self.init(line: beginning)
    } else {
      let header = ELFLoader(file, beginning)
      self =
        switch (header.path, header.machine) {
        case (_, nil): .none
        case (nil, let machine?): .complete(machine: machine)
        case (let path?, let machine?): .loader(path, machine: machine)
        }
    }
  }

  /// As much of a file as the kernel looks at: `BINPRM_BUF_SIZE`.
  static let bufferSize = 256

  /// Reads a script's first line as the kernel does (`load_script`): the interpreter reaches from
  /// the first character that is no blank to the next blank or NUL; what follows is its argument.
  ///
  /// A line that is longer than the buffer is fine as long as the interpreter is not.
  private init(line beginning: [UInt8]) {
    let rest = beginning.dropFirst(2)
    let lineEnd = rest.firstIndex(of: UInt8(ascii: "\n"))
    let line = lineEnd.map { rest[..<$0] } ?? rest
    let trimmed = line.drop(while: Self.isBlank)
    let nameEnd = trimmed.firstIndex { Self.isBlank($0) || $0 == 0 }
    let name = nameEnd.map { trimmed[..<$0] } ?? trimmed
    if name.isEmpty {
      self = .malformedLine("has a '#!' line that names no interpreter")
    } else if lineEnd == nil && nameEnd == nil && beginning.count == Self.bufferSize {
      self = .malformedLine("has a '#!' line that is too long for the kernel")
    } else {
      self = .interpreter(Array(name))
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

/// The dynamic loader that an ELF file of this machine names.
///
/// See elf(5), `PT_INTERP`.
///
/// Whatever is odd about the file is left to the kernel; so are files of other machines, which
/// binfmt_misc may have an emulator for.
private struct ELFLoader {
  /// The path of the loader; `nil` where there is none.
  let path: [UInt8]?
  /// The value of `e_machine`; `nil` where it is no ELF file that this machine may run itself.
  let machine: UInt16?

  init(_ file: borrowing OpenFile, _ beginning: [UInt8]) {
    machine = Self.machine(beginning)
    path = machine == nil ? nil : Self.path(file, beginning)
  }

  private static func machine(_ header: [UInt8]) -> UInt16? {
    // The identification: magic number, class (1: 32 bits, 2: 64 bits), order of bytes.
    guard header.starts(with: [0x7f, 0x45, 0x4c, 0x46]), header.count >= 64 else { return nil }
    let isOwnOrder = header[5] == (UInt16(littleEndian: 1) == 1 ? 1 : 2)
    let machine = header.number(at: 18, size: 2)
    return isOwnOrder && machines.contains(machine) ? UInt16(machine) : nil
  }

  private static func path(_ file: borrowing OpenFile, _ header: [UInt8]) -> [UInt8]? {
    let isWide = header[4] == 2
    let tableOffset = header.number(at: isWide ? 32 : 28, size: isWide ? 8 : 4)
    let entrySize = header.number(at: isWide ? 54 : 42, size: 2)
    let entryCount = header.number(at: isWide ? 56 : 44, size: 2)
    // The kernel takes no other size of an entry, and no table of more than 64 KiB.
    guard entrySize == (isWide ? 56 : 32), entrySize * entryCount <= 65_536,
      let table = file.read(Int(entrySize * entryCount), at: Int64(clamping: tableOffset))
    else { return nil }
    for start in stride(from: 0, through: table.count - Int(entrySize), by: Int(entrySize))
    where table.number(at: start, size: 4) == interpreterEntry {
      let offset = table.number(at: start + (isWide ? 8 : 4), size: isWide ? 8 : 4)
      let size = table.number(at: start + (isWide ? 32 : 16), size: isWide ? 8 : 4)
      // At least one character and NUL, at most PATH_MAX.
      guard (2...4096).contains(size),
        let name = file.read(Int(size), at: Int64(clamping: offset)), name.count == Int(size),
        name.last == 0
      else { return nil }
      return Array(name.prefix { $0 != 0 })
    }
    return nil
  }

  /// `PT_INTERP`.
  private static let interpreterEntry: UInt64 = 3

  /// The values of `e_machine` that this machine's kernel may run itself.
  private static var machines: [UInt64] {
    #if arch(x86_64)
      [62, 3]  // EM_X86_64, EM_386
    #elseif arch(arm64)
      [183, 40]  // EM_AARCH64, EM_ARM
    #elseif arch(riscv64)
      [243]  // EM_RISCV
    #else
      []
    #endif
  }
}

extension [UInt8] {
  /// The number in these bytes, in the machine's own order.
  fileprivate func number(at offset: Int, size: Int) -> UInt64 {
    let bytes = self[offset..<offset + size]
    let ordered = UInt16(littleEndian: 1) == 1 ? Array(bytes.reversed()) : Array(bytes)
    return ordered.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
