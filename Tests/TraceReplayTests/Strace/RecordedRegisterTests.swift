import Foundation
import LinuxABI
import TestSupport
import Testing

@testable import TraceReplay

/// What is said of registers, held against what the kernel recorded in the same run.
@Suite(.enabled(if: SampleLogs.isPresent, SampleLogs.absence)) struct RecordedRegisterTests {
  /// The registers at a line; `nil` where none were recorded.
  private struct Truth {
    var thread: Int32
    var abi: String
    var number: UInt32
    var registers: [UInt64]?
  }

  private static func truth(of name: String) throws -> [Int: Truth] {
    let file = SampleLogs.path(name.replacing(".strace", with: ".truth.tsv"))
    var rows: [Int: Truth] = [:]
    for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").dropFirst()
    {
      let cells = line.split(separator: "\t")
      let registers = cells[4...].compactMap { UInt64($0, radix: 16) }
      rows[try #require(Int(cells[0]))] = Truth(
        thread: try #require(Int32(cells[1])), abi: String(cells[2]),
        number: UInt32(truncatingIfNeeded: Int64(cells[3]) ?? -1),
        registers: registers.count == 6 ? registers : nil)
    }
    return rows
  }

  @Test(arguments: SampleLogs.namesWithTruth)
  func `every known bit is that of the register`(name: String) throws {
    let truth = try Self.truth(of: name)
    let replayed = try Replayed([SampleLogs.path(name)])
    var shares = Shares()
    var seen: Set<Int> = []
    for call in replayed.calls {
      let line = call.location.line
      guard let true_ = truth[line] else {
        Issue.record("\(name):\(line): no call began there: \(call.location.text)")
        continue
      }
      seen.insert(line)
      let text: Comment = "\(name):\(line): \(call.location.text)"
      if call.location.thread != 0 { #expect(call.location.thread == true_.thread, text) }
      // Of calls that another filter refused nothing was recorded.
      guard let registers = true_.registers else { continue }
      #expect(call.abi.name == true_.abi, text)
      if let number = call.number { #expect(number == true_.number, text) }
      for index in 0..<6 {
        let (value, known) = (call.registers.value[index], call.registers.known[index])
        #expect(
          value == registers[index] & known,
          "\(text.rawValue): a\(index) is \(String(registers[index], radix: 16))")
        if call.registers.notNull & 1 << UInt8(index) != 0 {
          #expect(registers[index] != 0, text)
        }
        if call.registers.extends & 1 << UInt8(index) != 0 {
          let upper = registers[index] >> 32
          #expect(upper == 0 || upper == 0xffff_ffff, text)
        }
      }
      shares.add(call)
    }
    for line in truth.keys.sorted() where !seen.contains(line) {
      Issue.record("\(name):\(line): the call there was not read")
    }
    print("\(name): \(shares)")
  }

  /// How much of the arguments is known.
  private struct Shares: CustomStringConvertible {
    var known = 0
    var partly = 0
    var unknown = 0
    var pointers = 0

    mutating func add(_ call: ObservedCall) {
      guard let number = call.number, let syscall = Syscall.numbered(number, on: call.abi) else {
        return
      }
      for argument in syscall.arguments(on: call.abi) ?? [] {
        let width = argument.width(on: call.abi)
        let mask: UInt64 = width == 64 ? .max : 1 << UInt64(width) - 1
        let bits = call.registers.known[argument.index] & mask
        if bits == mask {
          known += 1
        } else if argument.kind == .pointer {
          pointers += 1
        } else if bits == 0 {
          unknown += 1
        } else {
          partly += 1
        }
      }
    }

    var description: String {
      let all = known + partly + unknown + pointers
      return "of \(all) arguments \(known) known, \(partly) partly, \(unknown) unknown, "
        + "\(pointers) pointers to what was printed instead"
    }
  }
}
