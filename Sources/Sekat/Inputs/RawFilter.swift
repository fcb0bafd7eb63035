package import ClassicBPF
import Glibc
package import LinuxABI
import SandboxLauncher
import SeccompFilter
package import SeccompPolicy
import SourceDiagnostics
package import Toolbox

/// A file of raw `sock_filter` records.
package struct RawFilter {
  /// How messages call the file.
  package let name: String
  /// The instructions, which need not be valid.
  package let instructions: [BPFInstruction]
  /// Who can change what its path leads to; `nil` where nobody asked.
  package var trust: FileTrust?

  /// Reads a file or, for `-`, standard input.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - machine: The machine that the filter is for.
  ///   - isJudged: Whether it is judged who can change the file.
  /// - Returns: What is in the file.
  /// - Throws: `SekatError` where it cannot be read, or has other things in it.
  package static func read(
    _ path: String, for machine: Machine, isJudged: Bool = false
  ) throws(SekatError) -> RawFilter {
    let (bytes, trust) = try Self.bytes(path, isJudged: isJudged)
    let name = path == "-" ? "<stdin>" : path
    if let sentence = PolicyFormats.standard.sentence(aboutText: bytes) {
      throw SekatError("\(escaped(name)): \(sentence)")
    }
    if let kind = Lookalike(bytes) {
      throw SekatError("\(escaped(name)): this is \(kind.rawValue), not raw instructions")
    }
    do throws(BPFDecodingError) {
      let instructions = try BPFInstruction.list(
        fromBytes: bytes, byteOrder: machine.byteOrder)
      return RawFilter(name: name, instructions: instructions, trust: trust)
    } catch {
      throw SekatError("\(escaped(name)): this is no filter: \(error)")
    }
  }

  /// The filter, where the kernel would take it.
  package func program() throws(SekatError) -> BPFProgram {
    do throws(BPFVerificationError) {
      return try BPFProgram(verifying: instructions)
    } catch {
      throw failure(error)
    }
  }

  /// The filters of a process, in the order of their installation.
  package static func filters(of pid: Int32) throws(SekatError) -> [RawFilter] {
    do throws(ProcessFilterError) {
      return try ProcessFilters.read(of: pid).enumerated().map { index, instructions in
        RawFilter(
          name: "filter \(index + 1) of process \(pid)", instructions: instructions)
      }
    } catch {
      let call = error.syscallNumber.flatMap { number in
        ABI.native.flatMap { Syscall.numbered(number, on: $0)?.name }
      }
      throw SekatError("\(error)\(call.map { " (it is in '\($0)')" } ?? "")")
    }
  }

  /// What is said where the kernel would refuse the instructions.
  package func failure(
    _ refusal: BPFVerificationError, kind: SekatError.Kind = .unusable
  ) -> SekatError {
    let hint =
      isForOtherByteOrder ? "; it would be valid on a machine of the other order of bytes" : ""
    return SekatError(
      "\(escaped(name)): the kernel would refuse this filter: \(refusal)\(hint)", kind: kind)
  }

  private var isForOtherByteOrder: Bool {
    let swapped = instructions.map { instruction in
      BPFInstruction(
        code: instruction.code.byteSwapped, jumpTrue: instruction.jumpTrue,
        jumpFalse: instruction.jumpFalse, k: instruction.k.byteSwapped)
    }
    return (try? BPFProgram(verifying: swapped)) != nil
  }

  /// Files that are taken for filters by mistake.
  private enum Lookalike: String {
    case elf = "an ELF file"
    case json = "a JSON file (a policy is given with -p)"
    case text = "text (a listing cannot be read back)"

    init?(_ bytes: [UInt8]) {
      if bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46]) {
        self = .elf
      } else if bytes.first == UInt8(ascii: "{") {
        self = .json
      } else if bytes.count >= 8,
        bytes.allSatisfy({ (0x20..<0x7f).contains($0) || (9...13).contains($0) })
      {
        self = .text
      } else {
        return nil
      }
    }
  }

  /// The bytes of a file, at most as many as the kernel takes and one more instruction.
  private static func bytes(
    _ path: String, isJudged: Bool
  ) throws(SekatError) -> (bytes: [UInt8], trust: FileTrust?) {
    func failure(_ sentence: String) -> SekatError {
      SekatError("cannot read \(quoted(path)): \(sentence)")
    }
    let limit = (BPFProgram.maximumLength + 1) * BPFInstruction.size
    let bytes: [UInt8]
    let trust: FileTrust?
    let isUsable: Bool
    do throws(SystemError) {
      let input = try InputFile.open(path, isJudged: isJudged)
      isUsable = path == "-" || input.file.kind == S_IFREG
      bytes = isUsable ? try input.file.bytes(atMost: limit) : []
      trust = input.trust
    } catch {
      throw failure(error.text)
    }
    if !isUsable { throw failure("it is no regular file") }
    if bytes.count > limit {
      if let sentence = PolicyFormats.standard.sentence(aboutText: bytes) {
        throw failure(sentence)
      }
      throw failure(
        "it is no compiled filter, for it is longer than \(BPFProgram.maximumLength) instructions")
    }
    return (bytes, trust)
  }
}

/// A listing of instructions with the names that a machine gives to numbers.
package struct FilterListing {
  private let instructions: [BPFInstruction]
  private let machine: Machine

  package init(_ instructions: [BPFInstruction], for machine: Machine) {
    self.instructions = instructions
    self.machine = machine
  }

  private var disassembler: BPFDisassembler {
    let own = machine.abi
    let abis = machine.abis
    return BPFDisassembler(
      byteOrder: machine.byteOrder,
      annotation: { field, constant, architecture in
        switch field {
        case "arch":
          return ABI.allCases.first { $0.auditArchitecture == constant }?.name
        case "nr":
          let candidates =
            architecture.map { value in ABI.allCases.filter { $0.auditArchitecture == value } }
            ?? abis
          guard let abi = candidates.first(where: { $0.numbers.contains(constant) }) else {
            return nil
          }
          return Syscall.numbered(constant, on: abi)?.name
        default: return nil
        }
      },
      actionText: { $0.text(on: own) })
  }

  /// How many instructions there are.
  package var count: Int { instructions.count }

  /// The listing for people, each line with its end.
  package var text: String { disassembler.lines(instructions).map { $0 + "\n" }.joined() }

  /// The instructions as a JSON object.
  package var json: String {
    var writer = JSONWriter()
    writer.object { write(into: &$0) }
    return writer.text
  }

  /// Writes the members of that object.
  package func write(into writer: inout JSONWriter) {
    let lines = disassembler.lines(instructions)
    writer.member("machine", machine.name)
    writer.member("verdict", refusal == nil ? "valid" : "refused")
    if let refusal { writer.member("reason", "\(refusal)") }
    writer.array("instructions") { writer in
      for (instruction, line) in zip(instructions, lines) {
        writer.object(inline: true) { writer in
          writer.member("code", instruction.code)
          writer.member("jt", instruction.jumpTrue)
          writer.member("jf", instruction.jumpFalse)
          writer.member("k", instruction.k)
          writer.member("text", String(line.drop { $0 == " " || $0.isNumber }.drop { $0 == " " }))
        }
      }
    }
  }

  /// Why the kernel would refuse the instructions, if it would.
  package var refusal: BPFVerificationError? {
    do throws(BPFVerificationError) {
      _ = try BPFProgram(verifying: instructions)
      return nil
    } catch {
      return error
    }
  }
}
