package import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Toolbox

/// A policy as a compiled filter, for programs that load one themselves.
package struct CompiledConversion {
  private let program: BPFProgram
  private let machine: Machine
  private let name: String
  private let source: String

  /// Compiles what is converted, with a proof; of a compiled filter it is that filter.
  ///
  /// - Parameters:
  ///   - source: What is converted.
  ///   - name: The name of the C variables; by default `sekat`.
  /// - Throws: ``SekatError`` where it cannot be compiled, or several filters decide together.
  package init(of source: ConversionSource, named name: String?) throws(SekatError) {
    self.source = source.name
    machine = source.machine
    self.name = name ?? "sekat"
    let isWord = self.name.utf8.allSatisfy { Self.isInName($0) }
    guard isWord, self.name.first?.isNumber == false else {
      throw SekatError("\(quoted(self.name)) is no name for a variable of C")
    }
    if let policy = source.policy {
      do throws(ProvedProgramError) {
        program = try NativeBackend().program(for: policy.filter)
      } catch {
        throw SekatError(error, of: policy, from: .native)
      }
    } else if case .program(let program) = source.subject {
      self.program = program
    } else {
      throw SekatError("\(source.name) has several filters: convert them to a policy first")
    }
  }

  private static func isInName(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
      || byte == 0x5f
  }

  /// The filter in a form.
  package func bytes(as format: ConversionFormat) -> [UInt8] {
    format == .cHeader
      ? Array(header.utf8)
      : BPFInstruction.bytes(of: program.instructions, byteOrder: machine.byteOrder)
  }

  private var header: String {
    let count = program.instructions.count
    return """
      /* What \(escaped(source).replacing("*/", with: "* /")) means on \(machine.name). */
      #pragma once
      #include <linux/filter.h>

      static struct sock_filter \(name)_instructions[\(count)] = {
      \(program.instructions.map(\.initializer).joined())};

      static const struct sock_fprog \(name)_filter = {
        .len = \(count),
        .filter = \(name)_instructions,
      };

      """
  }
}

extension BPFInstruction {
  /// The instruction as an element of an array in C, on a line of its own.
  package var initializer: String {
    func hex(_ value: some FixedWidthInteger, _ width: Int) -> String {
      let digits = String(value, radix: 16)
      return "0x" + String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
    return "  {\(hex(code, 2)), \(jumpTrue), \(jumpFalse), \(hex(k, 8))},\n"
  }
}
