import LinuxABI
import Testing

/// One policy with a mistake, and what is said about it.
struct Mistake: CustomStringConvertible, Sendable {
  var description: String
  var policy: String
  var expected: [String]

  init(_ description: String, _ policy: String, _ expected: String...) {
    self.description = description
    self.policy = policy
    self.expected = expected
  }
}

/// Each "is an error" of the policy format, with its message and its place.
@Suite struct PolicyMistakeTests {
  @Test(arguments: mistakes)
  func `a mistake is reported where it is`(mistake: Mistake) {
    let on: ABI = mistake.policy.contains(#"["i386"]"#) ? .i386 : .x86_64
    let (policy, found) = PolicyFixture(mistake.policy).resolve(on: on)
    #expect(found == mistake.expected)
    #expect(policy == nil)
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["flags", "syscalls"])
  func `many unknown names take little time, and the first are told what was meant`(
    place: String
  ) {
    let names = (0..<2_000).map { #""O_CREATE\#($0)""# }.joined(separator: ", ")
    let fixture = PolicyFixture(
      place == "flags"
        ? condition(#"{"flags": ["O_CREATT", \#(names)]}"#)
        : rules(#"{"syscalls": ["raed", \#(names)]}"#))
    let found = fixture.resolve().mistakes
    #expect(found.count == 1_000)
    #expect(found.first?.contains("did you mean") == true)
  }
}

private let mistakes: [Mistake] = [
  Mistake(
    "lint is an object", #"{"default":"log","lint":["x"],"rules":[]}"#,
    #"1:25: 'lint' must be an object, not an array"#),
  Mistake(
    "lint gives a reason", #"{"default":"log","lint":{"ignore":["x"]},"rules":[]}"#,
    #"1:25: 'lint' needs 'ignore' and 'reason'; there is no 'reason'"#),
  Mistake(
    "lint says what it ignores", #"{"default":"log","lint":{"ignore":[],"reason":" "},"rules":[]}"#,
    #"1:35: 'ignore' must not be empty"#,
    #"1:47: 'reason' must say why the findings do not matter"#),
  Mistake(
    "lint ignores each rule once",
    rules(#"{"syscalls":["read"],"lint":{"ignore":["x","x"],"reason":"y","id":1}}"#),
    #"1:115: 'x' is listed twice"#, #"1:133: unknown key 'id'"#),
  Mistake(
    "a policy is an object", #"[]"#,
    #"1:1: a policy is an object, not an array"#),
  Mistake(
    "a policy is not empty text", #""#,
    #"1:1: the file is empty"#),
  Mistake(
    "text after the end", #"{"default":"log","rules":[]} x"#,
    #"1:30: text after the end of the value"#),
  Mistake(
    "unknown keys", #"{"default":{"errno":1},"rule":[]}"#,
    #"1:24: unknown key 'rule'; did you mean 'rules'?"#),
  Mistake(
    "duplicate keys", #"{"default":{"errno":1},"default":"allow"}"#,
    #"1:24: duplicate key 'default'"#),
  Mistake(
    "all mistakes at once",
    #"{"defualt":"allow","flags":["lgo"],"rules":[{"syscalls":["raed"]},{"where":{}}]}"#,
    #"1:2: unknown key 'defualt'; did you mean 'default'?"#,
    #"1:29: unknown flag 'lgo'; did you mean 'log'?"#,
    #"1:76: 'where' must name an argument"#,
    #"1:67: a rule needs 'syscalls'"#,
    #"1:1: neither the policy nor a base sets 'default'; write "default": {"errno": "EPERM"} for a list of what is allowed, or "extends": ["builtin:default"] for a policy to begin with"#,
    #"1:58: unknown system call 'raed'; did you mean 'read'?"#),
  Mistake(
    "functions of the C library",
    #"{"default":"kill-process","architectures":["x86_64"],"rules":[{"syscalls":["fstatat","pread","execvp"]}]}"#,
    #"1:76: unknown system call 'fstatat'; did you mean 'newfstatat'?"#,
    #"1:86: unknown system call 'pread'; did you mean 'pread64'?"#,
    #"1:94: unknown system call 'execvp'; did you mean 'execve'?"#),
  Mistake(
    "a function of the C library on a 32-bit ABI",
    #"{"default":"kill-process","architectures":["i386"],"rules":[{"syscalls":["fstatat"]}]}"#,
    #"1:74: unknown system call 'fstatat'; did you mean 'fstatat64'?"#),
  Mistake(
    "default is required", #"{"rules":[]}"#,
    #"1:1: neither the policy nor a base sets 'default'; write "default": {"errno": "EPERM"} for a list of what is allowed, or "extends": ["builtin:default"] for a policy to begin with"#
  ),
  Mistake(
    "a Kubernetes resource",
    #"{"apiVersion":"v1","kind":"Service","spec":{}}"#,
    "1:1: this is a resource of Kubernetes that is no policy, as a SeccompProfile is one; 'sekat lint "
      + "FOLDER' says which profiles workloads use"
  ),
  Mistake(
    "fractions", #"{"default":{"errno":1.0}}"#,
    #"1:21: a number must be an integer; this one has a fraction"#),
  Mistake(
    "exponents", #"{"default":{"errno":1e1}}"#,
    #"1:21: a number must be an integer; this one has an exponent"#),
  Mistake(
    "minus zero", #"{"default":{"errno":-0}}"#,
    #"1:21: a number must be an integer; this one is a negative zero"#),
  Mistake(
    "numbers beyond 64 bits", condition(#"{"flags":18446744073709551616}"#),
    #"1:115: a number must be an integer; this one is outside of -9223372036854775808 … 18446744073709551615"#
  ),
  Mistake(
    "name is a string", #"{"name":1,"default":"log"}"#,
    #"1:9: 'name' must be a string, not a number"#),
  Mistake(
    "comment is a string", #"{"comment":[],"default":"log"}"#,
    #"1:12: 'comment' must be a string, not an array"#),
  Mistake(
    "extends is not empty", #"{"extends":[],"default":"log"}"#,
    #"1:12: 'extends' must not be empty"#),
  Mistake(
    "extends lists strings", #"{"extends":[1],"default":"log"}"#,
    #"1:13: an entry of 'extends' must be a string, not a number"#),
  Mistake(
    "extends names a path", #"{"extends":[""],"default":"log"}"#,
    #"1:13: a base policy needs a path"#),
  Mistake(
    "an unknown builtin", #"{"extends":["builtin:tset"],"default":"log"}"#,
    #"1:13: there is no policy 'builtin:tset'; did you mean 'builtin:test'?"#),
  Mistake(
    "architectures is not empty", #"{"architectures":[],"default":"log"}"#,
    #"1:18: 'architectures' must not be empty"#),
  Mistake(
    "architectures are known", #"{"architectures":["x86-64"],"default":"log"}"#,
    #"1:19: unknown architecture 'x86-64'; did you mean 'x86_64'?"#),
  Mistake(
    "architectures are listed once",
    #"{"architectures":["x86_64","arm","x86_64"],"default":"log"}"#,
    #"1:34: 'x86_64' is listed twice"#),
  Mistake(
    "the machine is listed", #"{"architectures":["aarch64"],"default":"log"}"#,
    #"1:18: the policy does not list x86_64, the ABI of the machine it is wanted for"#),
  Mistake(
    "actions are known", #"{"default":"alow"}"#,
    #"1:12: unknown action 'alow'; did you mean 'allow'?"#),
  Mistake(
    "an error is no action by itself", #"{"default":"EPERM"}"#,
    #"1:12: unknown action 'EPERM'; write {"errno": "EPERM"}"#),
  Mistake(
    "actions have the right type", #"{"default":1}"#,
    #"1:12: an action must be a string such as "allow" or an object such as {"errno": "EPERM"}, not a number"#
  ),
  Mistake(
    "an action says something", #"{"default":{}}"#,
    #"1:12: an action needs one of 'errno', 'trap', 'trace'"#),
  Mistake(
    "an action says one thing", #"{"default":{"errno":1,"trap":1}}"#,
    #"1:23: an action has only one of 'errno', 'trap', 'trace'"#),
  Mistake(
    "an action has no unknown key", #"{"default":{"error":1}}"#,
    #"1:13: unknown key 'error'; did you mean 'errno'?"#),
  Mistake(
    "error names are known", #"{"default":{"errno":"EPREM"}}"#,
    #"1:21: unknown error 'EPREM'; did you mean 'EPERM'?"#),
  Mistake(
    "error numbers are 1 to 4095", #"{"default":{"errno":4096}}"#,
    #"1:21: an error number is 1 to 4095, not 4096"#),
  Mistake(
    "error numbers are not negative", #"{"default":{"errno":-1}}"#,
    #"1:21: an error number is 1 to 4095, not -1"#),
  Mistake(
    "errno 0 is unsafe", #"{"default":{"errno":0}}"#,
    #"1:21: errno 0 makes the call succeed without being executed; if that is meant, write {"errno": 0, "unsafe": true}"#
  ),
  Mistake(
    "unsafe belongs to errno 0", #"{"default":{"errno":1,"unsafe":true}}"#,
    #"1:23: 'unsafe' belongs to errno 0 only"#),
  Mistake(
    "trap data has 16 bits", #"{"default":{"trap":65536}}"#,
    #"1:20: the data of 'trap' is 0 to 65535, not 65536"#),
  Mistake(
    "trace data is a number", #"{"default":{"trace":"x"}}"#,
    #"1:21: 'trace' must be a number, not a string"#),
  Mistake(
    "foreign does not allow", #"{"default":"log","foreign":"allow"}"#,
    #"1:28: 'foreign' must not let calls through, for no rule is asked about them"#),
  Mistake(
    "foreign does not log", #"{"default":"log","foreign":"log"}"#,
    #"1:28: 'foreign' must not let calls through, for no rule is asked about them"#),
  Mistake(
    "kernel is a release", #"{"default":"log","kernel":"6"}"#,
    #"1:27: '6' is no kernel release such as "6.12""#),
  Mistake(
    "kernel has two numbers", #"{"default":"log","kernel":"6.12.1"}"#,
    #"1:27: '6.12.1' is no kernel release such as "6.12""#),
  Mistake(
    "kernel is a string", #"{"default":"log","kernel":6.12}"#,
    #"1:27: 'kernel' must be a string, not a number"#),
  Mistake(
    "newer needs kernel", #"{"default":"log","newer":"allow"}"#,
    #"1:26: 'newer' needs 'kernel', which says what is newer"#),
  Mistake(
    "groups is an object", #"{"default":"log","groups":[]}"#,
    #"1:27: 'groups' must be an object, not an array"#),
  Mistake(
    "a group is not empty", #"{"default":"log","groups":{"g":[]}}"#,
    #"1:32: group 'g' must not be empty"#),
  Mistake(
    "a group has a name", #"{"default":"log","groups":{"@g":["read"]}}"#,
    #"1:28: '@g' is no group name: letters, digits, '-', '_' and '/', without '@'"#),
  Mistake(
    "flags are known", #"{"default":"log","flags":["tsync"]}"#,
    #"1:27: unknown flag 'tsync'"#),
  Mistake(
    "flags are listed once", #"{"default":"log","flags":["log","log"]}"#,
    #"1:33: 'log' is listed twice"#),
  Mistake(
    "rules is a list", #"{"default":"log","rules":{}}"#,
    #"1:26: 'rules' must be a list, not an object"#),
  Mistake(
    "a rule is an object", rules(#"1"#),
    #"1:72: a rule must be an object, not a number"#),
  Mistake(
    "a rule has calls", rules(#"{"action":"log"}"#),
    #"1:72: a rule needs 'syscalls'"#),
  Mistake(
    "a rule names calls", rules(#"{"syscalls":[]}"#),
    #"1:84: 'syscalls' must not be empty"#),
  Mistake(
    "a rule has no unknown key", rules(#"{"syscall":["read"],"syscalls":["read"]}"#),
    #"1:73: unknown key 'syscall'; did you mean 'syscalls'?"#),
  Mistake(
    "else needs where", rules(#"{"syscalls":["read"],"else":"log"}"#),
    #"1:93: 'else' needs a 'where' that may not hold"#),
  Mistake(
    "an action is written out where default allows",
    #"{"default":"allow","rules":[{"syscalls":["read"]}]}"#,
    #"1:29: 'default' lets calls through, so a rule must say its 'action'"#),
  Mistake(
    "calls are known", rules(#"{"syscalls":["opnat"]}"#),
    #"1:85: unknown system call 'opnat'; did you mean 'openat'?"#),
  Mistake(
    "calls are strings", rules(#"{"syscalls":[0]}"#),
    #"1:85: a system call must be a string, not a number"#),
  Mistake(
    "groups are known", rules(#"{"syscalls":["@basicio"]}"#),
    #"1:85: unknown group '@basicio'; did you mean '@basic-io'?"#),
  Mistake(
    "own groups are suggested", rules(#"{"syscalls":["@pipe"]}"#, #""groups":{"pipes":["pipe"]},"#),
    #"1:113: unknown group '@pipe'; did you mean '@pipes'?"#),
  Mistake(
    "a list does not begin with a removal", rules(#"{"syscalls":["!read","read"]}"#),
    #"1:85: a list cannot begin with what it removes"#),
  Mistake(
    "what is removed is there", rules(#"{"syscalls":["read","!write"]}"#),
    #"1:92: the list does not have 'write', which is removed"#),
  Mistake(
    "all members of a removed group are there", rules(#"{"syscalls":["read","!@sync"]}"#),
    #"1:92: the list does not have 'fdatasync' (and 6 more), which is removed"#),
  Mistake(
    "something is left", rules(#"{"syscalls":["read","!read"]}"#),
    #"1:84: the rule names no system call: everything is removed again"#),
  Mistake(
    "one ! is enough", rules(#"{"syscalls":["read","!!read"]}"#),
    #"1:92: '!!read': one '!' is enough"#),
  Mistake(
    "a group is named", rules(#"{"syscalls":["@"]}"#),
    #"1:85: '@' needs the name of a group"#),
  Mistake(
    "a number is decimal", rules(##"{"syscalls":["#0x10"]}"##),
    #"1:85: '#0x10' is no number of a system call: decimal, 0 to 4294967294"#),
  Mistake(
    "a number is no -1", rules(##"{"syscalls":["#4294967295"]}"##),
    #"1:85: '#4294967295' is no number of a system call: decimal, 0 to 4294967294"#),
  Mistake(
    "a number needs one ABI",
    ##"{"architectures":["x86_64","i386"],"default":"log","rules":[{"syscalls":["#5"],"action":"log"}]}"##,
    #"1:74: a number means another call on each ABI: the rule needs 'architectures' with one of them"#
  ),
  Mistake(
    "a number lies in the ABI", rules(##"{"syscalls":["#1073741824"]}"##),
    #"1:85: x86_64 has no numbers above 1073741823"#),
  Mistake(
    "groups do not contain themselves",
    rules(#"{"syscalls":["@a"]}"#, #""groups":{"a":["@b"],"b":["read","@a"]},"#),
    #"1:95: groups contain each other: '@a' → '@b' → '@a'"#),
  Mistake(
    "unused groups are checked", rules(#"{"syscalls":["read"]}"#, #""groups":{"a":["raed"]},"#),
    #"1:77: unknown system call 'raed'; did you mean 'read'?"#),
  Mistake(
    "where is not empty", condition(#"{}"#),
    #"1:106: 'where' must name an argument"#),
  Mistake(
    "where has alternatives", condition(#"[]"#),
    #"1:106: 'where' must not be empty"#),
  Mistake(
    "where is an object", condition(#"1"#),
    #"1:106: 'where' must be an object from argument to condition, not a number"#),
  Mistake(
    "an alternative is an object", condition(#"[1]"#),
    #"1:107: an alternative of 'where' must be an object, not a number"#),
  Mistake(
    "a condition says something", condition(#"{"flags":{}}"#),
    #"1:115: the condition on 'flags' has no operator"#),
  Mistake(
    "a condition has an operator", condition(#"{"flags":{"width":32}}"#),
    #"1:115: the condition on 'flags' has no operator"#),
  Mistake(
    "a condition has no unknown operator", condition(#"{"flags":{"equal":1}}"#),
    #"1:116: unknown key 'equal'; did you mean 'eq'?"#),
  Mistake(
    "a condition is no boolean", condition(#"{"flags":true}"#),
    #"1:115: a condition must be a value, a list or an object of operators, not a boolean"#),
  Mistake(
    "a list of values is not empty", condition(#"{"flags":[]}"#),
    #"1:115: a list of values must not be empty"#),
  Mistake(
    "in is not empty", condition(#"{"flags":{"in":[]}}"#),
    #"1:121: 'in' must not be empty"#),
  Mistake(
    "a range is complete", condition(#"{"flags":[{"from":1}]}"#),
    #"1:116: a range needs 'from' and 'to'"#),
  Mistake(
    "a range has no unknown key", condition(#"{"flags":[{"from":1,"two":2}]}"#),
    #"1:126: unknown key 'two'; did you mean 'to'?"#),
  Mistake(
    "a range is not empty", condition(#"{"flags":[{"from":2,"to":1}]}"#),
    #"1:116: 'from' is 2, which is more than 'to', 1"#),
  Mistake(
    "a call has the argument", condition(#"{"flag":1}"#),
    #"1:107: 'openat' has no argument 'flag' on x86_64; did you mean 'flags'?"#),
  Mistake(
    "each call has the argument", rules(#"{"syscalls":["openat","read"],"where":{"flags":1}}"#),
    #"1:111: 'read' has no argument 'flags' on x86_64; it has 'fd', 'buf', 'count'"#),
  Mistake(
    "members of groups have the argument", rules(#"{"syscalls":["@sync"],"where":{"fd":1}}"#),
    #"1:103: 'msync' has no argument 'fd' on x86_64; it has 'start', 'len', 'flags'"#),
  Mistake(
    "an argument is named once", condition(#"{"family":1,"domain":1}"#, on: "socket"),
    #"1:118: 'domain' and 'family' are the same argument"#),
  Mistake(
    "a register and its argument are one", condition(#"{"flags":1,"arg2":1}"#),
    #"1:117: 'arg2' and 'flags' are the same argument"#),
  Mistake(
    "a register needs one ABI",
    #"{"architectures":["x86_64","i386"],"default":"log","rules":[{"syscalls":["openat"],"where":{"arg2":1},"action":"log"}]}"#,
    #"1:93: 'arg2' is a register, which holds another argument on each ABI: use the argument's name, 'flags', or 'architectures' with one ABI"#
  ),
  Mistake(
    "a call has the register", condition(#"{"arg3":1}"#, on: "read"),
    #"1:105: 'read' has no argument 'arg3' on x86_64; it has 'fd', 'buf', 'count'"#),
  Mistake(
    "the size of a huge page is a number",
    condition(#"{"flags":{"has":"MAP_HUGE_2MB"}}"#, on: "mmap"),
    #"1:120: 'MAP_HUGE_2MB' is a number in the bits 0xfc000000, which other numbers share: write {"masked": {"mask": "0xfc000000", "value": "MAP_HUGE_2MB"}}"#
  ),
  Mistake(
    "such a number of one bit is none",
    condition(#"{"flags":{"hasNone":"MFD_NOEXEC_SEAL|MAP_HUGE_64KB"}}"#, on: "memfd_create"),
    #"1:149: 'MAP_HUGE_64KB' is a number in the bits 0xfc000000, which other numbers share: decide {"masked": {"mask": "0xfc000000", "value": "MAP_HUGE_64KB"}} in a rule of its own before this one"#
  ),
  Mistake(
    "conditions of calls that no listed ABI has are looked through",
    condition(#"{"nosuch":1}"#, on: "waitpid"),
    #"1:108: 'waitpid' has no argument 'nosuch' on i386; it has 'pid', 'stat_addr', 'options'"#),
  Mistake(
    "so are those of calls that only another ABI of the policy has",
    #"{"architectures":["x86_64","i386"],"default":"log","rules":[{"syscalls":["waitpid"],"where":{"options":"WNOHNG"},"action":"log","architectures":["x86_64"]}]}"#,
    #"1:104: unknown constant 'WNOHNG'; did you mean 'WNOHANG'?"#),
  Mistake(
    "and of calls that have no number where they are multiplexed",
    #"{"architectures":["x86_64","i386"],"default":"log","rules":[{"syscalls":["send"],"where":{"nosuch":1},"action":"log"}]}"#,
    #"1:91: 'send' has no argument 'nosuch' on arm; it has 'fd', 'buff', 'len', 'flags'"#),
  Mistake(
    "prctl counts from 1", condition(#"{"arg2":1}"#, on: "prctl"),
    #"1:106: 'arg2' is ambiguous in 'prctl', whose prototype counts from 1: write 'second' (register 1) or 'third' (register 2) or 'args[2]' (register 2)"#
  ),
  Mistake(
    "an argument before those that are counted", condition(#"{"arg1":1}"#, on: "keyctl"),
    #"1:107: 'arg1' is ambiguous in 'keyctl', whose prototype counts from 1: write 'option' (register 0) or 'second' (register 1) or 'args[1]' (register 1)"#
  ),
  Mistake(
    "the last argument of those that are counted",
    condition(#"{"arg2":1}"#, on: "arch_prctl"),
    #"1:111: 'arg2' is ambiguous in 'arch_prctl', whose prototype counts from 1: write 'second' (register 1)"#
  ),
  Mistake(
    "an argument is there on each ABI",
    #"{"architectures":["x86_64","i386"],"default":"log","rules":[{"syscalls":["mmap"],"where":{"prot":1},"action":"log"}]}"#,
    #"1:91: 'mmap' has no argument 'prot' on i386; it has 'arg'"#),
  Mistake(
    "constants are known", condition(#"{"flags":"O_RONLY"}"#),
    #"1:115: unknown constant 'O_RONLY'; did you mean 'O_RDONLY'?"#),
  Mistake(
    "expressions are complete", condition(#"{"flags":"O_RDWR|"}"#),
    #"1:123: a value is missing at the end"#),
  Mistake(
    "parentheses are closed", condition(#"{"flags":"~(O_RDWR"}"#),
    #"1:117: a ')' is missing"#),
  Mistake(
    "a value is not empty", condition(#"{"flags":""}"#),
    #"1:116: the value is empty"#),
  Mistake(
    "decimal numbers have no quotes", condition(#"{"flags":"10"}"#),
    #"1:116: a decimal number stands without quotes"#),
  Mistake(
    "negative numbers have no quotes", condition(#"{"flags":"-1"}"#),
    #"1:116: a negative number stands without quotes"#),
  Mistake(
    "nothing follows an expression", condition(#"{"flags":"O_RDWR O_CREAT"}"#),
    #"1:123: unexpected 'O_CREAT'"#),
  Mistake(
    "hexadecimal numbers fit", condition(#"{"flags":"0x10000000000000000"}"#),
    #"1:116: '0x10000000000000000' is no number below 2^64; write 0x… or 0o…"#),
  Mistake(
    "a value fits the width", condition(#"{"flags":4294967296}"#),
    #"1:115: 4294967296 does not fit in 32 bits, the width on x86_64"#),
  Mistake(
    "a negative value fits the width", condition(#"{"flags":-2147483649}"#),
    #"1:115: -2147483649 does not fit in 32 bits, the width on x86_64"#),
  Mistake(
    "an order is in the signed range", condition(#"{"flags":{"lt":2147483648}}"#),
    #"1:121: 2147483648 is outside of -2147483648 … 2147483647, the range of a signed number of 32 bits on x86_64"#
  ),
  Mistake(
    "an order is in the unsigned range", condition(#"{"mode":{"ge":-1}}"#),
    #"1:120: -1 is outside of 0 … 65535, the range of an unsigned number of 16 bits on x86_64"#),
  Mistake(
    "a range is in the signed range", condition(#"{"flags":[{"from":0,"to":"0xffffffff"}]}"#),
    #"1:131: 4294967295 is outside of -2147483648 … 2147483647, the range of a signed number of 32 bits on x86_64"#
  ),
  Mistake(
    "alternatives are no bits", condition(#"{"family":"AF_UNIX|AF_INET"}"#, on: "socket"),
    #"1:116: 'AF_UNIX' and 'AF_INET' are alternatives, not bits: write a list, ["AF_UNIX", "AF_INET"]"#
  ),
  Mistake(
    "values in a field are alternatives", condition(#"{"flags":"O_RDONLY|O_WRONLY|O_CREAT"}"#),
    #"1:115: 'O_RDONLY' and 'O_WRONLY' are alternatives, not bits: write {"is": ["O_RDONLY", "O_WRONLY"]}, and the flags with 'has'"#
  ),
  Mistake(
    "values in a field that may not be there",
    condition(#"{"flags":{"hasNone":"O_WRONLY|O_RDWR"}}"#),
    #"1:126: 'O_WRONLY' and 'O_RDWR' are alternatives, not bits: list the values that may be there with 'is', {"is": "O_RDONLY"}"#
  ),
  Mistake(
    "values in a field and flags that may not be there",
    condition(#"{"type":{"ne":"SOCK_RAW|SOCK_PACKET|SOCK_NONBLOCK"}}"#, on: "socket"),
    #"1:120: 'SOCK_RAW' and 'SOCK_PACKET' are alternatives, not bits: list the values that may be there with 'is', and the flags with 'hasNone'"#
  ),
  Mistake(
    "alternatives that may not be there",
    condition(#"{"family":{"ne":"AF_UNIX|AF_INET"}}"#, on: "socket"),
    #"1:122: 'AF_UNIX' and 'AF_INET' are alternatives, not bits: write {"notIn": ["AF_UNIX", "AF_INET"]}"#
  ),
  Mistake(
    "has 0", condition(#"{"flags":{"has":0}}"#),
    #"1:122: 'has' with 0 asks for no bit at all"#),
  Mistake(
    "hasAny 0", condition(#"{"flags":{"hasAny":0}}"#),
    #"1:125: 'hasAny' with 0 asks for no bit at all"#),
  Mistake(
    "hasNone 0", condition(#"{"flags":{"hasNone":0}}"#),
    #"1:126: 'hasNone' with 0 asks for no bit at all"#),
  Mistake(
    "has a value", condition(#"{"flags":{"has":"O_RDONLY"}}"#),
    #"1:122: 'O_RDONLY' is a value, not a bit: write {"is": "O_RDONLY"}"#),
  Mistake(
    "hasAny a value", condition(#"{"mode":{"hasAny":"S_IFDIR"}}"#, on: "mknod"),
    #"1:123: 'S_IFDIR' is a value, not a bit: write {"is": "S_IFDIR"}"#),
  Mistake(
    "hasNone a value", condition(#"{"mode":{"hasNone":"S_ISUID|S_IFBLK"}}"#, on: "mknod"),
    #"1:133: 'S_IFBLK' is a value, not a bit: list the values that may be there with 'is'"#),
  Mistake(
    "has what is the whole value", condition(#"{"domain":{"has":"AF_INET"}}"#, on: "socket"),
    #"1:123: 'AF_INET' is a value, not a bit: write {"eq": "AF_INET"}"#),
  Mistake(
    "hasAny what is the whole value", condition(#"{"which":{"hasAny":"P_PID"}}"#, on: "waitid"),
    #"1:125: 'P_PID' is a value, not a bit: write {"eq": "P_PID"}"#),
  Mistake(
    "hasNone what is the whole value", condition(#"{"cmd":{"hasNone":"TIOCSTI"}}"#, on: "ioctl"),
    #"1:123: 'TIOCSTI' is a value, not a bit: write {"ne": "TIOCSTI"}"#),
  Mistake(
    "hasNone a composite", condition(#"{"flags":{"hasNone":"O_CREAT|O_TMPFILE"}}"#),
    #"1:135: 'O_TMPFILE' shares bits with 'O_DIRECTORY': decide {"masked": {"mask": "O_TMPFILE", "value": "O_TMPFILE"}} in a rule of its own before this one"#
  ),
  Mistake(
    "has a composite", condition(#"{"flags":{"has":"O_TMPFILE"}}"#),
    #"1:122: 'O_TMPFILE' shares bits with 'O_DIRECTORY': write {"masked": {"mask": "O_TMPFILE", "value": "O_TMPFILE"}}"#
  ),
  Mistake(
    "hasAny a composite", condition(#"{"flags":{"hasAny":"O_SYNC"}}"#),
    #"1:125: 'O_SYNC' shares bits with 'O_DSYNC': write {"masked": {"mask": "O_SYNC", "value": "O_SYNC"}}"#
  ),
  Mistake(
    "is needs a field", condition(#"{"fd":{"is":1}}"#, on: "read"),
    #"1:116: this argument has no value field beside flags: write the value itself, or 'masked'"#),
  Mistake(
    "is stays in its field", condition(#"{"flags":{"is":"O_CREAT"}}"#),
    #"1:121: the value has bits outside of the value field, 0x3"#),
  Mistake(
    "a mask looks at something", condition(#"{"flags":{"masked":{"mask":0,"value":0}}}"#),
    #"1:133: a mask of 0 looks at nothing"#),
  Mistake(
    "a masked value lies in the mask", condition(#"{"flags":{"masked":{"mask":1,"value":2}}}"#),
    #"1:143: the value has bits outside of the mask (0x2) and can never match"#),
  Mistake(
    "masked is complete", condition(#"{"flags":{"masked":{"mask":1}}}"#),
    #"1:125: 'masked' needs 'mask' and 'value'"#),
  Mistake(
    "width is 32 or 64", condition(#"{"flags":{"eq":1,"width":16}}"#),
    #"1:131: 'width' is 32 or 64"#),
  Mistake(
    "strict is a boolean", condition(#"{"flags":{"eq":1,"strict":1}}"#),
    #"1:132: 'strict' must be true or false, not a number"#),
  Mistake(
    "a wide value does not fit a narrow width",
    condition(#"{"len":{"eq":4294967296,"width":32}}"#, on: "mmap"),
    #"1:117: 4294967296 does not fit in 32 bits, the width on x86_64"#),
  Mistake(
    "an ABI has the constant",
    #"{"architectures":["x86_64","aarch64"],"default":"log","rules":[{"syscalls":["mmap"],"where":{"flags":"MAP_32BIT"},"action":"log"}]}"#,
    #"1:102: aarch64 has no constant 'MAP_32BIT'"#),
  Mistake(
    "has needs the constant on each ABI",
    #"{"architectures":["x86_64","aarch64"],"default":"log","rules":[{"syscalls":["mmap"],"where":{"flags":{"has":"MAP_32BIT"}},"action":"log"}]}"#,
    #"1:109: aarch64 has no constant 'MAP_32BIT'"#),
  Mistake(
    "a wide value needs a wide comparison on a 32-bit ABI",
    #"{"architectures":["i386"],"default":"log","rules":[{"syscalls":["read"],"where":{"count":4294967296},"action":"log"}]}"#,
    #"1:90: 4294967296 does not fit in 32 bits, the width on i386"#),
]
