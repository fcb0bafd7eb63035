import ClassicBPF
import LinuxABI
import TestSupport
import Testing
import Toolbox

@testable import CallDecoding

/// Memory without end and without sense.
private struct RandomTarget: TargetMemory, TargetFiles {
  let seed: UInt64
  let zeros: UInt64

  private func byte(at address: UInt64) -> UInt8 {
    var random = SeededGenerator(seed: seed ^ (address &* 0x9e37_79b9))
    return random.next() % zeros == 0 ? 0 : UInt8(truncatingIfNeeded: random.next() >> 8)
  }

  func read(_ count: Int, at address: UInt64, to bytes: inout [UInt8]) -> Int {
    #expect(count > 0 && count <= 4096 && address % 4096 + UInt64(count) <= 4096)
    // Every seventh page is missing, and every fifth is read in part.
    let page = (address / 4096) ^ seed
    if page % 7 == 0 { return 0 }
    let available = page % 5 == 0 ? min(count, 100) : count
    for offset in 0..<UInt64(available) { bytes.append(byte(at: address &+ offset)) }
    return available
  }

  func read(_ link: TargetLink, to bytes: inout [UInt8]) -> Bool {
    for offset in 0..<UInt64(seed % 300) { bytes.append(byte(at: offset)) }
    return seed % 3 != 0
  }
}

/// A memory that does not do what it says.
private struct LyingTarget: TargetMemory, TargetFiles {
  let claims: Int
  let gives: Int

  func read(_ count: Int, at address: UInt64, to bytes: inout [UInt8]) -> Int {
    bytes += [UInt8](repeating: 0x61, count: gives)
    return claims
  }

  func read(_ link: TargetLink, to bytes: inout [UInt8]) -> Bool {
    bytes += [1, 2, 3]
    return false
  }
}

@Suite struct BoundsTests {
  @Test(arguments: seeds(60))
  func `no registers and no memory do harm`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<40 {
      let abi = try #require(ABI.allCases.randomElement(using: &random))
      let number = UInt32(random.next() % 500) | (abi == .x32 ? ABI.x32Bit : 0)
      var registers: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
      for index in 0..<6 {
        registers[index] = random.next() >> (random.next() % 64)
      }
      let call = SeccompData(
        number: number, auditArchitecture: abi.auditArchitecture, arguments: registers)
      let target = RandomTarget(
        seed: random.next(), zeros: [2, 100, 100_000].randomElement(using: &random) ?? 2)
      let captured = CapturedCall(call, from: target, withDirectory: true)
      let links = captured.pieces.filter { $0.role == .link }.map(\.count).reduce(0, +)
      #expect(captured.bytes.count - links <= CapturedCall.byteLimit)
      let decoded = DecodedCall(captured)
      #expect(decoded.text.unicodeScalars.allSatisfy(isVisible), "\(decoded.text)")
      #expect(decoded.text.utf8.count < 20_000)
      #expect(
        decoded.arguments.allSatisfy { $0.string?.unicodeScalars.allSatisfy(isVisible) ?? true })
      var writer = JSONWriter()
      writer.object { decoded.write(to: &$0) }
    }
  }

  @Test func `a text without an end is read up to a bound, and a call up to another`() throws {
    let endless = FakeTarget([0x1000: [UInt8](repeating: 0x61, count: 1 << 20)])
    let path = DecodedCall(CapturedCall(call("chdir", [0x1000]), from: endless))
    #expect(endless.bytesRead == CapturedCall.textLimit)
    #expect(path.arguments.first?.string?.utf8.count == CapturedCall.textLimit)
    #expect(path.text == "chdir(filename=\"\(String(repeating: "a", count: 200))\"…)")

    // Eight words of endless text are more than a call may take.
    let pointers = FakeTarget([
      0x1000: [UInt8](repeating: 0x61, count: 1 << 20),
      0x200_0000: words([UInt64](repeating: 0x1000, count: 20)),
    ])
    let call = DecodedCall(CapturedCall(call("execve", [0x1000, 0x200_0000, 0]), from: pointers))
    #expect(pointers.bytesRead == CapturedCall.byteLimit)
    #expect(call.arguments[1].text.hasSuffix(", 0x1000, …]"))
  }

  @Test(arguments: [(-5, 0), (3, 0), (0, 3), (99_999, 99_999), (2, 4)])
  func `a memory that claims what is not so is not believed`(claims: Int, gives: Int) {
    let captured = CapturedCall(
      call("openat", [3, 0x1000, 0]), from: LyingTarget(claims: claims, gives: gives))
    #expect(
      DecodedCall(captured).text == "openat(dfd=3, filename=0x1000, flags=O_RDONLY)")
    #expect(captured.bytes.isEmpty)
  }
}
