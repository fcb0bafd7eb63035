import ClassicBPF
import LinuxABI
import Testing
import Toolbox

@testable import CallDecoding

/// What is in memory and behind descriptors.
@Suite struct MemoryTests {
  @Test func `paths and names stand in the place of their addresses`() {
    let target = FakeTarget(
      [0x1000: text("/etc/passwd"), 0x2000: text("/new"), 0x3000: text("user.note")])
    #expect(
      decoded("rename", [0x1000, 0x2000], target)
        == #"rename(oldname="/etc/passwd", newname="/new")"#)
    #expect(
      decoded("setxattr", [0x1000, 0x3000, 0x9000, 5, 1], target)
        == #"setxattr(pathname="/etc/passwd", name="user.note", value=0x9000, size=5, "#
        + "flags=XATTR_CREATE)")
    #expect(decoded("chdir", [0x1005], target) == #"chdir(filename="passwd")"#)
    #expect(
      decoded("memfd_create", [0x3000, 1], target)
        == #"memfd_create(uname="user.note", flags=MFD_CLOEXEC)"#)
    #expect(decoded("sethostname", [0x1001, 3], target) == #"sethostname(name="etc", len=3)"#)
  }

  @Test func `some memory is there only beside some values`() {
    let target = FakeTarget([0x1000: text("worker")])
    #expect(
      decoded("prctl", [15, 0x1000, 0, 0, 0], target)
        == #"prctl(option=PR_SET_NAME, second="worker", third=0, fourth=0, fifth=0)"#)
    #expect(
      decoded("prctl", [1, 0x1000, 0, 0, 0], target)
        == "prctl(option=PR_SET_PDEATHSIG, second=0x1000, third=0, fourth=0, fifth=0)")
    #expect(decoded("sysfs", [1, 0x1000], target) == #"sysfs(option=1, second="worker", third=0)"#)
    #expect(decoded("sysfs", [2, 0x1000], target) == "sysfs(option=2, second=4096, third=0)")
  }

  @Test func `what cannot be read stays an address`() {
    // The end of the text is in a page that is not there.
    let target = FakeTarget([0x1ffd: Array("abc".utf8)])
    #expect(decoded("chdir", [0x1ffd], target) == "chdir(filename=0x1ffd)")
    #expect(decoded("chdir", [0x5000], target) == "chdir(filename=0x5000)")
    #expect(decoded("chdir", [.max], target) == "chdir(filename=0xffffffffffffffff)")
    #expect(decoded("sethostname", [0x1ffd, 4], target) == "sethostname(name=0x1ffd, len=4)")
    #expect(decoded("sethostname", [0x1ffd, .max], target) == #"sethostname(name="", len=-1)"#)
    #expect(
      decoded("connect", [3, 0x1ffd, 16], target) == "connect(fd=3, uservaddr=0x1ffd, addrlen=16)")
    #expect(
      decoded("connect", [3, 0x1ffd, .max], target) == "connect(fd=3, uservaddr=0x1ffd, addrlen=-1)"
    )
    #expect(decoded("clone3", [0x1ffd, 88], target) == "clone3(uargs=0x1ffd, size=88)")
  }

  @Test func `texts of processes are escaped, and look like nothing else`() {
    let bytes: [UInt8] = [0x1b, 0x5b, 0x32, 0x4a, 0x22, 0x5c, 0x0a, 0xff, 0xe2, 0x80, 0xae, 0]
    let target = FakeTarget(
      [0x1000: bytes], links: [.descriptor(3): "/tmp/a>, evil=\u{202e}<"])
    #expect(
      decoded("chdir", [0x1000], target)
        == #"chdir(filename="\u{1b}[2J\"\\\n\xff\u{202e}")"#)
    #expect(decoded("fchdir", [3], target) == #"fchdir(fd=3 </tmp/a\>, evil=\u{202e}\<>)"#)
  }

  @Test func `a long text is cut, between characters`() throws {
    let path = String(repeating: "é", count: 150)
    let target = FakeTarget([0x1000: text("x" + path), 0x3000: text(path)])
    #expect(
      decoded("chdir", [0x1000], target)
        == "chdir(filename=\"x\(String(repeating: "é", count: 99))\"…)")
    let captured = CapturedCall(call("chdir", [0x3000]), from: target)
    let argument = try #require(DecodedCall(captured).arguments.first)
    #expect(argument.string == path)
    #expect(argument.text == "\"\(String(repeating: "é", count: 100))\"…")
  }

  @Test func `descriptors say where they lead`() {
    let target = FakeTarget(
      links: [
        .descriptor(0): "/dev/pts/1", .descriptor(3): "socket:[4711]", .workingDirectory: "/home",
      ])
    #expect(
      decoded("ioctl", [0, 0x5412, 0], target)
        == "ioctl(fd=0 </dev/pts/1>, cmd=TIOCSTI, arg=0)")
    #expect(
      decoded("dup3", [3, 9, 0], target) == "dup3(oldfd=3 <socket:[4711]>, newfd=9, flags=0)")
    let opening = call("openat", [0xffff_ff9c, 0, 0])
    #expect(
      DecodedCall(CapturedCall(opening, from: target, withDirectory: true)).text
        == "openat(dfd=AT_FDCWD </home>, filename=NULL, flags=O_RDONLY)")
    #expect(
      DecodedCall(CapturedCall(opening, from: target)).text
        == "openat(dfd=AT_FDCWD, filename=NULL, flags=O_RDONLY)")
  }

  @Test func `argv is shown by its first words`() {
    let strings = (0..<12).map { text("word \($0)") }
    var memory: [UInt64: [UInt8]] = [0x9000: text("/bin/x")]
    for (index, string) in strings.enumerated() { memory[0x1000 + UInt64(index) * 64] = string }
    let pointers = (0..<12).map { 0x1000 + UInt64($0) * 64 }
    memory[0x8000] = words(Array(pointers.prefix(2)) + [0])
    memory[0x8100] = words(pointers + [0])
    memory[0x8200] = words(Array(pointers.prefix(8)) + [0])
    memory[0x8300] = words([pointers[0], 0x66, pointers[1], 0])
    memory[0x8400] = words(Array(pointers.prefix(2)) + [0], size: 4)
    memory[0x8ff8] = words([pointers[0]])
    let target = FakeTarget(memory)
    func argv(_ address: UInt64, on abi: ABI = .x86_64) -> String {
      decoded("execve", [0x9000, address, 0], on: abi, target)
    }
    let eight = (0..<8).map { "\"word \($0)\"" }.joined(separator: ", ")
    #expect(argv(0x8000) == #"execve(filename="/bin/x", argv=["word 0", "word 1"], envp=NULL)"#)
    #expect(argv(0x8100) == #"execve(filename="/bin/x", argv=[\#(eight), …], envp=NULL)"#)
    #expect(argv(0x8200) == #"execve(filename="/bin/x", argv=[\#(eight)], envp=NULL)"#)
    #expect(argv(0x8300) == #"execve(filename="/bin/x", argv=["word 0", 0x66, 0x1040], envp=NULL)"#)
    for abi in [ABI.i386, .x32, .arm] {
      #expect(
        argv(0x8400, on: abi) == #"execve(filename="/bin/x", argv=["word 0", "word 1"], envp=NULL)"#
      )
    }
    #expect(argv(0x8ff8) == #"execve(filename="/bin/x", argv=["word 0", …], envp=NULL)"#)
  }

  @Test func `what comes from memory is marked`() {
    let target = FakeTarget([0x1000: text("/etc")], links: [.descriptor(3): "/"])
    let decoded = DecodedCall(CapturedCall(call("openat", [3, 0x1000, 0]), from: target))
    #expect(decoded.canChange)
    #expect(decoded.arguments.map(\.canChange) == [true, true, false])
    #expect(decoded.arguments[0].parts.map(\.origin) == [.registers, .files])
    #expect(decoded.arguments[1].parts.map(\.origin) == [.memory])
    #expect(!DecodedCall(CapturedCall(call("openat", [9, 0, 0]), from: target)).canChange)
  }

  @Test func `a program can read it all`() {
    let target = FakeTarget([0x1000: text("/etc")])
    let decoded = DecodedCall(
      CapturedCall(call("openat", [0xffff_ff9c, 0x1000, 0]), from: target))
    var writer = JSONWriter(.compact)
    writer.object { decoded.write(to: &$0) }
    #expect(
      writer.text == #"{"text":"openat(dfd=AT_FDCWD, filename=\"/etc\", flags=O_RDONLY)","#
        + #""abi":"x86_64","syscall":"openat","arguments":["#
        + #"{"name":"dfd","register":"0xffffff9c","text":"AT_FDCWD","canChange":false},"#
        + #"{"name":"filename","register":"0x1000","text":"\"/etc\"","string":"/etc","canChange":true},"#
        + #"{"name":"flags","register":"0x0","text":"O_RDONLY","canChange":false}]}"# + "\n")
  }
}
