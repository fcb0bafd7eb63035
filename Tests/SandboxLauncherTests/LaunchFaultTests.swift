import Foundation
import TestSupport
import Testing

/// What goes wrong with a launch, and what comes out: the same with a supervisor and without.
@Suite struct LaunchFaultTests {
  /// A fault: what is done for it, and what must come of it.
  struct Fault: CustomTestStringConvertible, Sendable {
    let name: String
    /// A script that finds sekat, with its options, in `"$@"`, and works in a folder of its own.
    var script = #""$@" -p good.json -- true"#
    let ending: ProcessEnding
    /// What standard error holds.
    var message: String = ""
    /// Whether it concerns only sekat that stays beside the command, or only sekat that does not.
    var isSupervised: Bool?

    var testDescription: String { name }
  }

  static let faults = [
    Fault(
      name: "a policy that is missing", script: #""$@" -p none.json -- touch ran"#,
      ending: .exit(125),
      message: "none.json"),
    Fault(
      name: "a policy that is empty", script: #": > p.json; "$@" -p p.json -- touch ran"#,
      ending: .exit(125), message: "p.json:1:1"),
    Fault(
      name: "a policy that is no JSON", script: #"echo '{' > p.json; "$@" -p p.json -- touch ran"#,
      ending: .exit(125), message: "p.json:"),
    Fault(
      name: "a policy that nobody may read",
      script: #"mkdir p.json; "$@" -p p.json -- touch ran"#, ending: .exit(125), message: "p.json"),
    Fault(
      name: "a filter that is no program", script: #"echo x > f; "$@" --filter f -- touch ran"#,
      ending: .exit(125), message: "f: this is no filter"),
    Fault(
      name: "a command that is nowhere", script: #""$@" -p good.json -- no-such-command"#,
      ending: .exit(127), message: "no such file in PATH (ENOENT)"),
    Fault(
      name: "a working directory that nobody can come back to",
      script: #"""
        p=$PWD/good.json; mkdir d; cd d; chmod 0 .
        "$@" --chdir / -p "$p" -- touch ran; s=$?; cd -P "${p%/*}"; chmod 700 d; exit $s
        """#, ending: .exit(125),
      message: "no way back to the working directory meanwhile: permission denied (EACCES)"),
    Fault(
      name: "a command without permission", script: #": > c; "$@" -p good.json -- ./c"#,
      ending: .exit(126), message: "it has no execute permission (EACCES)"),
    Fault(
      name: "a folder as command", script: #""$@" -p good.json -- /"#, ending: .exit(126),
      message: "it is a directory (EACCES)"),
    Fault(
      name: "a script without an interpreter",
      script: #"echo true > c; chmod +x c; "$@" -p good.json -- ./c"#, ending: .exit(126),
      message: "(ENOEXEC)"),
    Fault(
      name: "an interpreter that is missing",
      script: #"echo '#!/none' > c; chmod +x c; "$@" -p good.json -- ./c"#, ending: .exit(126),
      message: "its interpreter '/none' is missing (ENOENT)"),
    Fault(
      name: "a broken ELF file",
      script:
        #"printf '\177ELFxxxxxxxxxxxxxxxxxxxxxxxx' > c; chmod +x c; "$@" -p good.json -- ./c"#,
      ending: .exit(126), message: "(ENOEXEC)"),
    Fault(name: "a status", script: #""$@" -p good.json -- sh -c 'exit 7'"#, ending: .exit(7)),
    Fault(
      name: "a crash", script: #"exec "$@" -p good.json -- sh -c 'kill -SEGV $$'"#,
      ending: .signal(11)),
    Fault(
      name: "a kill", script: #"exec "$@" -p good.json -- sh -c 'kill -KILL $$'"#,
      ending: .signal(9)),
    Fault(
      name: "a call that the policy kills for", script: #"exec "$@" -p deadly.json -- uname"#,
      ending: .signal(31)),
    Fault(
      name: "an outer filter that takes no others",
      script: #""$SEKAT" run -p no-seccomp.json -- "$@" -p good.json -- touch ran"#,
      ending: .exit(125),
      message: "already on this process does not permit it (EPERM)"),
    Fault(
      name: "an outer filter that denies execve",
      script: #""$SEKAT" run -p no-execve.json -- "$@" -p good.json -- touch ran"#,
      ending: .exit(126),
      message: "cannot run 'touch'"),
    Fault(
      name: "no descriptor for the listener",
      script: #"(ulimit -n 6; "$@" -p good.json -- touch ran)"#, ending: .exit(125),
      message: "(EMFILE)", isSupervised: true),
    Fault(
      name: "no process for the supervisor",
      script: #"prlimit --nproc=0 "$@" -p good.json -- touch ran"#, ending: .exit(125),
      message: "its user has more processes than the limit allows", isSupervised: true),
    Fault(
      name: "no other process is needed without one",
      script: #"prlimit --nproc=0 "$@" -p good.json -- true"#, ending: .exit(0), isSupervised: false
    ),
    Fault(
      name: "a descriptor for the status that is closed",
      script: #""$@" --status-fd 77 -p good.json -- touch ran"#, ending: .exit(125),
      message: "descriptor 77, which is not open"),
    Fault(
      name: "a report that cannot be made",
      script: #""$@" --report none/report -p good.json -- touch ran"#, ending: .exit(125),
      message: "cannot write 'none/report': no such file or directory"),
    Fault(
      name: "no standard error to say it to", script: #""$@" -p good.json -- sh -c 'exit 8' 2>&-"#,
      ending: .exit(8)),
  ]

  /// The faults, with and without a supervisor, as far as they concern that.
  static let cases = faults.flatMap { fault in
    [false, true].filter { $0 == fault.isSupervised ?? $0 }.map { (fault, $0) }
  }

  private let fixture: LaunchFixture

  init() throws {
    fixture = try LaunchFixture()
    #expect(unsafe chmod(fixture.folder.path, 0o777) == 0)
    let denials = [
      "good.json": "", "deadly.json": #"{ "syscalls": ["uname"], "action": "kill-process" }"#,
      "no-seccomp.json": """
      { "syscalls": ["seccomp"], "action": { "errno": "EPERM" } },
      { "syscalls": ["prctl"], "where": { "option": "PR_SET_SECCOMP" }, "action": { "errno": "EPERM" } }
      """,
      "no-execve.json": #"{ "syscalls": ["execve"], "action": { "errno": "EPERM" } }"#,
    ]
    for (name, rules) in denials {
      _ = try fixture.policy(name, default: #""allow""#, rules: rules)
    }
  }

  @Test(
    .enabled(if: OrdinaryUser.canRunProducts, "no other user may run what the build has made"),
    arguments: cases)
  func `what goes wrong is said, and nothing runs unconfined`(fault: Fault, supervised: Bool) throws
  {
    let sekat = builtProduct("sekat")
    let result = try OrdinaryUser.run(
      [Tool.shell, "-c", fault.script, "sh", sekat, "run", "-q"]
        + (supervised ? ["--explain"] : []),
      environment: ["PATH=/usr/bin:/bin", "SEKAT=\(sekat)"], directory: fixture.folder.path)
    #expect(result.ending == fault.ending, "\(result)")
    #expect(fault.message.isEmpty || result.errors.contains(fault.message), "\(result)")
    #expect(result.output.isEmpty)
    if case .exit(125...127) = fault.ending {
      #expect(
        result.errors.split(separator: "\n").allSatisfy { !$0.isEmpty } && !result.errors.isEmpty)
    }
    #expect(!FileManager.default.fileExists(atPath: fixture.folder.path + "/ran"))
  }
}
