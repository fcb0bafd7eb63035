import LinuxABI
import Testing

/// Values of the wrong type or form, in each place of a policy where they can stand.
@Suite struct PolicyFormTests {
  @Test(arguments: mistakes)
  func `what cannot stand in a place is reported there`(mistake: Mistake) {
    let (policy, found) = PolicyFixture(mistake.policy).resolve()
    #expect(found == mistake.expected)
    #expect(policy == nil)
  }

  @Test(arguments: [
    #""comment": "x", "#, #""$schema": "x", "name": "y", "description": "z", "#,
    #""groups": {"comment": "x", "g": ["read"]}, "#,
  ])
  func `words for people change nothing`(more: String) throws {
    let policy = rules(
      #"""
      {"syscalls": ["openat"], "comment": "x",
       "where": [{"comment": "x", "flags": {"comment": "x", "masked": {"comment": "x", "mask": 1, "value": 1},
                  "in": [{"comment": "x", "from": 1, "to": 9}]}}],
       "action": {"comment": "x", "errno": 1}}
      """#, more)
    #expect(try PolicyFixture(policy).verdict("openat flags=3") == "errno(EPERM)")
  }

  @Test func `an error that an ABI lacks is reported, in every place`() {
    let both = #""architectures": ["x86_64", "mips64el"]"#
    func found(_ rest: String) -> [String] {
      PolicyFixture("{\(both), \(rest)}").resolve().mistakes
    }
    // Only MIPS has it.
    #expect(
      found(#""default": {"errno": "EINIT"}"#) == ["1:54: x86_64 has no error 'EINIT'"])
    #expect(
      found(#""default": "log", "foreign": {"errno": "EINIT"}"#)
        == ["1:72: x86_64 has no error 'EINIT'"])
    #expect(
      found(#""default": "log", "kernel": "6.1", "newer": {"errno": "EINIT"}"#)
        == ["1:87: x86_64 has no error 'EINIT'"])
    #expect(
      found(
        #""default": "log", "rules": [{"syscalls": ["read"], "action": {"errno": "EINIT"}}]"#)
        == ["1:104: x86_64 has no error 'EINIT'"])
  }
}

private let mistakes: [Mistake] = [
  Mistake(
    "native is no ABI of a rule", rules(#"{"syscalls":["read"],"architectures":["native"]}"#),
    #"1:110: a rule names its architectures; 'native' stands for a whole policy only"#),
  Mistake(
    "a rule's ABIs are known", rules(#"{"syscalls":["read"],"architectures":["x86-64"]}"#),
    #"1:110: unknown architecture 'x86-64'; did you mean 'x86_64'?"#),
  Mistake(
    "a rule's ABIs are listed once",
    rules(#"{"syscalls":["read"],"architectures":["x86_64","x86_64"]}"#),
    #"1:119: 'x86_64' is listed twice"#),
  Mistake(
    "a rule's ABIs are not empty", rules(#"{"syscalls":["read"],"architectures":[]}"#),
    #"1:109: 'architectures' must not be empty"#),
  Mistake(
    "an architecture is a string", #"{"default":"log","architectures":[64]}"#,
    #"1:35: an architecture must be a string, not a number"#),
  Mistake(
    "architectures are no number", #"{"default":"log","architectures":64}"#,
    #"1:34: 'architectures' must be a list, not a number"#),
  Mistake(
    "calls are a list", rules(#"{"syscalls":"read"}"#),
    #"1:84: 'syscalls' must be a list, not a string; write ["read"]"#),
  Mistake(
    "a call has a name", rules(#"{"syscalls":[""]}"#),
    #"1:85: the name of a system call is missing"#),
  Mistake(
    "what is removed has a name", rules(#"{"syscalls":["read","!"]}"#),
    #"1:92: the name of a system call is missing"#),
  Mistake(
    "a ? has a name", rules(#"{"syscalls":["?"]}"#),
    #"1:85: '?' needs a name before it"#),
  Mistake(
    "a number has digits", rules(##"{"syscalls":["#"]}"##),
    #"1:85: '#' is no number of a system call: decimal, 0 to 4294967294"#),
  Mistake(
    "a number has no zero in front", rules(##"{"syscalls":["#01"]}"##),
    #"1:85: '#01' is no number of a system call: decimal, 0 to 4294967294"#),
  Mistake(
    "a number is not skipped", rules(##"{"syscalls":["#5?"]}"##),
    #"1:85: '#5?' is no number of a system call: decimal, 0 to 4294967294"#),
  Mistake(
    "a group is not skipped", rules(#"{"syscalls":["@sync?"]}"#),
    #"1:85: unknown group '@sync?'; did you mean '@sync'?"#),
  Mistake(
    "a number without a name has registers",
    rules(##"{"syscalls":["#999"],"where":{"flags":1}}"##),
    #"1:102: nobody knows the arguments of '#999'; 'arg0' to 'arg5' are its registers"#),
  Mistake(
    "a value is no list", condition(#"{"flags":{"eq":[1]}}"#),
    #"1:121: a value must be a number or a string of constants, not an array"#),
  Mistake(
    "a value is not null", condition(#"{"flags":{"lt":null}}"#),
    #"1:121: a value must be a number or a string of constants, not null"#),
  Mistake(
    "a value in a list is not a boolean", condition(#"{"flags":[true]}"#),
    #"1:116: a value must be a number or a string of constants, not a boolean"#),
  Mistake(
    "in is a list", condition(#"{"flags":{"in":1}}"#),
    #"1:121: 'in' must be a list, not a number"#),
  Mistake(
    "notIn is not empty", condition(#"{"flags":{"notIn":[]}}"#),
    #"1:124: 'notIn' must not be empty"#),
  Mistake(
    "is is not empty", condition(#"{"flags":{"is":[]}}"#),
    #"1:121: 'is' must not be empty"#),
  Mistake(
    "masked is an object", condition(#"{"flags":{"masked":1}}"#),
    #"1:125: 'masked' must be an object, not a number"#),
  Mistake(
    "masked is not empty", condition(#"{"flags":{"masked":{}}}"#),
    #"1:125: 'masked' needs 'mask' and 'value'"#),
  Mistake(
    "masked has no unknown key",
    condition(#"{"flags":{"masked":{"mask":1,"value":1,"width":32}}}"#),
    #"1:145: unknown key 'width'"#),
  Mistake(
    "an alternative says something", condition(#"[{}]"#),
    #"1:107: 'where' must name an argument"#),
  Mistake(
    "a comment is no condition", condition(#"{"comment":"x"}"#),
    #"1:106: 'where' must name an argument"#),
  Mistake(
    "a comment is no operator", condition(#"{"flags":{"comment":"x"}}"#),
    #"1:115: the condition on 'flags' has no operator"#),
  Mistake(
    "an error is a name or a number", #"{"default":{"errno":["EPERM"]}}"#,
    #"1:21: 'errno' must be a name or a number, not an array"#),
  Mistake(
    "unsafe is a boolean", #"{"default":{"errno":0,"unsafe":1}}"#,
    #"1:32: 'unsafe' must be true or false, not a number"#,
    #"1:21: errno 0 makes the call succeed without being executed; if that is meant, write {"errno": 0, "unsafe": true}"#
  ),
  Mistake(
    "unsafe must be true", #"{"default":{"errno":0,"unsafe":false}}"#,
    #"1:21: errno 0 makes the call succeed without being executed; if that is meant, write {"errno": 0, "unsafe": true}"#
  ),
  Mistake(
    "trace data has no sign", #"{"default":{"trace":-1}}"#,
    #"1:21: the data of 'trace' is 0 to 65535, not -1"#),
  Mistake(
    "an else says something", rules(#"{"syscalls":["read"],"where":{"fd":1},"else":{}}"#),
    #"1:117: an action needs one of 'errno', 'trap', 'trace'"#),
  Mistake(
    "hexadecimal digits follow 0x", condition(#"{"flags":"0x"}"#),
    #"1:116: '0x' is no number below 2^64; write 0x… or 0o…"#),
  Mistake(
    "0x has a small letter", condition(#"{"flags":"0X10"}"#),
    #"1:116: '0X10' is no number below 2^64; write 0x… or 0o…"#),
  Mistake(
    "bits are joined by one |", condition(#"{"flags":"O_RDWR||O_CREAT"}"#),
    #"1:123: unexpected '|O_CREAT'"#),
  Mistake(
    "parentheses do not nest for ever",
    condition(#"{"flags":"\#(String(repeating: "(", count: 40))1"}"#),
    #"1:149: too many parentheses"#),
  Mistake(
    "an expression is not endless",
    condition(#"{"flags":"\#(Array(repeating: "O_CREAT", count: 600).joined(separator: "|"))"}"#),
    #"1:116: a value of 4799 bytes; the limit is 4096"#),
  Mistake(
    "the machine's own ABI is called native", #"{"default":"log","architectures":["nativ"]}"#,
    #"1:35: unknown architecture 'nativ'; did you mean 'native'?"#),
]
