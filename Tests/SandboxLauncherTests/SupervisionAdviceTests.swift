import Foundation
import TestSupport
import Testing

/// What is made of denials that a supervisor has seen: rules to write, and policies that are learnt.
@Suite struct SupervisionAdviceTests {
  private let fixture: LaunchFixture

  init() throws { fixture = try LaunchFixture() }

  /// What the report advises is taken literally: the calls are allowed then, and no others are.
  @Test(arguments: [
    ["python3", "-c", "import socket; socket.socket()"],
    ["sh", "-c", "mkdir made; touch made/x; chmod 600 made/x; rm -r made"],
    ["sh", "-c", "ln -sf a b && mv -f b c && rm c"],
  ])
  func `what it says to write mends it`(command: [String]) throws {
    let policy = try fixture.policy(
      default: #""allow""#,
      rules: """
        { "syscalls": ["socket", "mkdir?", "openat", "fchmodat", "unlinkat", "symlinkat", "symlink?",
            "rename?", "renameat?", "renameat2", "unlink?", "rmdir?", "mkdirat", "chmod?"],
          "action": { "errno": "EACCES" } }
        """)
    // openat is needed to start at all.
    let start =
      #"{ "syscalls": ["openat"], "where": { "flags": { "is": "O_RDONLY", "hasNone": "O_CREAT" } }, "action": "allow" }"#
    var text = """
      { "extends": ["\(policy)"], "architectures": ["x86_64", "aarch64"],
        "rules": [
        \(start)
        ] }
      """
    // Each try comes a little further.
    for _ in 0..<20 {
      let mended = try fixture.folder.write("mended.json", text)
      let result = try run(
        builtProduct("sekat"),
        ["run", "--explain", "--report", "report", "-p", mended, "--"] + command,
        directory: fixture.folder.path)
      try #require(result.ending != .exit(125), "\(result)")
      let report = try String(contentsOfFile: fixture.folder.path + "/report", encoding: .utf8)
      guard let next = PastedAdvice(report, in: text).policy else {
        #expect(result.ending == .exit(0), "\(result)")
        #expect(report.contains("nothing was denied"))
        return
      }
      text = next
    }
    Issue.record("it never worked: \(text)")
  }

  @Test func `what a linter would say of the advice stands beside it`() throws {
    let result = try fixture.sekat(
      "--explain", "-p", "builtin:offline", "--", "python3", "-c",
      "import os; os.chroot(\"/\")")
    #expect(result.errors.contains(#"{"syscalls": ["chroot"], "action": "allow""#))
    #expect(
      result.errors.contains(/\n  lint: 'chroot' is allowed: [^\]]*\[grants-\w+\]\n/),
      "\(result)")
  }

  /// Judged by a heavier run than the one that was learnt from.
  @Test func `what is learnt while it runs suffices, and goes no further`() throws {
    func script(_ count: Int) -> String {
      """
      import os, socket, threading
      def serve(s):
        for _ in range(\(count)): s.accept()[0].sendall(b"x" * 100)
      s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
      t = threading.Thread(target=serve, args=(s,)); t.start()
      for _ in range(\(count)): socket.create_connection(s.getsockname()).recv(1000)
      t.join(); print("served", \(count))
      """
    }
    let path = fixture.folder.path + "/learnt.json"
    let lesson = try fixture.sekat(
      "-q", "--learn", path, "-p", "builtin:offline", "--", "python3", "-c", script(1))
    #expect(lesson.ending == .exit(0) && lesson.output == "served 1\n", "\(lesson)")
    let heavy = try fixture.sekat("-p", path, "--", "python3", "-c", script(100))
    #expect(heavy.output == "served 100\n", "\(heavy)")
    let other = try fixture.sekat(
      "-p", path, "--", "python3", "-c", "import socket; socket.socket(socket.AF_INET6)")
    #expect(other.errors.contains("Address family not supported"), "\(other)")
    // The policy is not written over what it extends, and extends one policy only.
    let two = try fixture.sekat(
      "--learn", path, "-p", "builtin:offline", "-p", "builtin:default", "--", Tool.yes)
    #expect(two.ending == .exit(125) && two.errors.contains("'--learn' extends one policy"))
    let same = try fixture.sekat("--learn", path, "-p", path, "--", Tool.yes)
    #expect(same.ending == .exit(125) && same.errors.contains("is also read"), "\(same)")
  }
}
